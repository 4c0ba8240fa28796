import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { type LegacyCsvRow, readLegacyCsv } from "./legacyCsv.ts";
import { baseName, type LegacyTree, readJson } from "./legacyTree.ts";
import { type ArmA, type CellA, type MetricsA, metricsA, type RowA } from "./metricsA.ts";
import { parseAnswerA } from "./parseAnswer.ts";
import { pythonInt } from "./pythonInt.ts";

/** Where the parts of a run of A lie in the tree; each is the beginning of names, so that both historical layouts fit. */
export interface LegacyLayoutA {
  /** @default "run_logs/adopted_chunks_top100.csv" */
  readonly log?: string;
  /** Before `q1_combined/...`; `answers_` on a disk, `<answers>/run_1050/` in a bucket. @default "answers_" */
  readonly answers?: string;
  /** Before `full/...`. @default "questions_" */
  readonly questions?: string;
}

/** A run of A as it was recorded, its metrics, and where its own files say otherwise. */
export interface LegacyRunA {
  readonly rows: readonly RowA[];
  readonly metrics: MetricsA;
  /** Rows that repeat a chunk, as every resume made them; they are in the metrics. */
  readonly duplicateRows: number;
  /** Differences between the log and the saved answers and questions, one sentence each. */
  readonly disagreements: readonly string[];
}

const arms: readonly ArmA[] = ["combined", "chat_uncond", "chat_cond"];

/**
 * Reads a run of protocol A: the metrics of its log, and every saved answer read again by A's ladder.
 *
 * @throws InputError where the log is missing, is no table, or adopted no chunk
 * @example
 * (await readLegacyA(await openDirectoryStore("llmqa_runs/run_1050"))).metrics.q1_combined_accuracy;
 */
export async function readLegacyA(tree: LegacyTree, layout: LegacyLayoutA = {}): Promise<LegacyRunA> {
  const log = layout.log ?? "run_logs/adopted_chunks_top100.csv";
  const table = await readLegacyCsv(tree, log);
  if (table.length === 0)
    throw new InputError(`${tree.location}, ${log}: expected at least one row, found none. Give a whole run.`);
  const rows: RowA[] = [];
  const disagreements: string[] = [];
  for (const row of table) {
    rows.push(rowOf(row));
    disagreements.push(...(await readAgain(tree, layout, row)));
  }
  const chunks = new Set(rows.map((row) => JSON.stringify([row.liveId, row.chunkIndex])));
  return { rows, metrics: metricsA(rows), duplicateRows: rows.length - chunks.size, disagreements };
}

function rowOf(row: LegacyCsvRow): RowA {
  const cells = (q: "q1" | "q2"): RowA["q1"] => ({
    combined: cellOf(row, q, "combined"),
    chat_uncond: cellOf(row, q, "chat_uncond"),
    chat_cond: cellOf(row, q, "chat_cond"),
  });
  const chunk = row.id("chunk_idx");
  return {
    liveId: row.id("live_id") ?? "",
    chunkIndex: chunk === null ? null : Number(chunk),
    status: row.text("status") ?? "",
    hasChat: row.flag("has_chat"),
    q1: cells("q1"),
    q2: cells("q2"),
  };
}

function cellOf(row: LegacyCsvRow, q: "q1" | "q2", arm: ArmA): CellA {
  const correct = row.number(arm === "combined" ? `${q}_correct_combined` : `${q}_${arm}_correct`);
  return {
    asked: row.text(`ans_${q}_${arm}_path`) !== null,
    choice: row.number(`${q}_pred_${arm}`),
    correct: correct === null ? null : correct === 1 ? 1 : 0,
    invalidFormat: row.number(`${q}_${arm}_invalid_format`) === 1 ? 1 : 0,
  };
}

const GeneratedFile = z.object({ questions: z.array(z.looseObject({})).min(2) });

async function readAgain(tree: LegacyTree, layout: LegacyLayoutA, row: LegacyCsvRow): Promise<string[]> {
  const found: string[] = [];
  const compare = (name: string, what: string, recorded: number | null, read: number | null) => {
    if (recorded !== read) found.push(`${name}: the log says ${what} ${recorded}, the file ${read}`);
  };
  const questionPath = row.text("mcq_full_path");
  const questionName = `${layout.questions ?? "questions_"}full/${baseName(questionPath ?? "")}`;
  const file = questionPath === null ? null : await readJson(tree, questionName, GeneratedFile);
  for (const [i, q] of (["q1", "q2"] as const).entries()) {
    const right = row.number(`${q}_gt`);
    if (file) compare(questionName, `${q}_gt`, right, pythonInt(file.questions[i]?.answer_index ?? 0));
    for (const arm of arms) {
      const path = row.text(`ans_${q}_${arm}_path`);
      if (path === null) continue;
      const name = `${layout.answers ?? "answers_"}${q}_${arm}/${baseName(path)}`;
      const saved = await readJson(tree, name, z.unknown());
      if (saved === null) continue;
      const answer = parseAnswerA(saved, q === "q1" ? "Q1" : "Q2");
      const cell = cellOf(row, q, arm);
      compare(name, "choice", cell.choice, answer.choice);
      compare(name, "invalid_format", cell.invalidFormat, answer.invalidFormat);
      compare(name, "correct", cell.correct, answer.outcome === "valid" ? Number(answer.choice === right) : null);
    }
  }
  return found;
}
