import type { Question } from "#lib/records/index.ts";
import { type ArmA, metricsA, type RowA } from "./metricsA.ts";
import { recoverJson } from "./recoverJson.ts";
import type { ViewA, ViewCellA } from "./viewA.ts";

/** A file of a legacy run. */
export interface LegacyFile {
  readonly name: string;
  readonly text: string;
}

const arms: readonly ArmA[] = ["combined", "chat_cond", "chat_uncond"];

/**
 * A study in the layout of protocol A: its log, metrics, questions and saved answers, as the original kept them on disk.
 * The chunk texts, which the log names, are written by the chunk step.
 *
 * @example
 * for (const { name, text } of legacyFilesA(viewA(study))) await store.put(name, new TextEncoder().encode(text));
 */
export function* legacyFilesA(view: ViewA): Iterable<LegacyFile> {
  const questions = new Map(view.items.map((item) => [fileOf(item.liveId, item.chunkIndex), item]));
  for (const [file, { Q1, Q2 }] of questions) {
    yield { name: `questions_full/${file}`, text: legacyJson(fullQuestions(Q1, Q2)) };
    yield { name: `questions_public/${file}`, text: legacyJson(publicQuestions(Q1, Q2)) };
  }
  for (const row of view.rows)
    for (const q of ["q1", "q2"] as const)
      for (const arm of arms) {
        const { reply } = row[q][arm];
        if (!reply) continue;
        yield {
          name: `answers_${q}_${arm}/${fileOf(row.liveId, row.chunkIndex)}`,
          text: legacyJson(savedObject(reply.raw)),
        };
      }
  const records = view.rows.map((row) => {
    const item = questions.get(fileOf(row.liveId, row.chunkIndex));
    return record(row, item?.Q1.answer ?? null, item?.Q2.answer ?? null);
  });
  const columns = Object.keys(records[0] ?? {});
  const lines = [columns, ...records.map((values) => columns.map((column) => values[column] ?? null))];
  yield {
    name: "run_logs/adopted_chunks_top100.csv",
    text: `${lines.map((line) => line.map(quoted).join(",")).join("\n")}\n`,
  };
  yield { name: "run_logs/metrics.json", text: legacyJson(metricsA(view.rows)) };
}

/** JSON as the original wrote it: two spaces, no escapes. */
export function legacyJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** A question file with its answers. */
export function fullQuestions(...questions: Question[]) {
  return {
    questions: questions.map(({ stem, choices, answer }) => ({
      question: stem,
      choices,
      answer_index: answer,
      explanation: "",
    })),
  };
}

/** A question file as an answerer sees it. */
export function publicQuestions(...questions: Question[]) {
  return { questions: questions.map(({ stem, choices }) => ({ question: stem, choices })) };
}

function fileOf(liveId: string, chunkIndex: number | null): string {
  return `${liveId}_${chunkIndex}.json`;
}

/** What A saved of a reply: its object, or the reply itself where it holds none. */
function savedObject(raw: string): unknown {
  const value = recoverJson(raw);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : { raw_text: raw };
}

function record(row: RowA<ViewCellA>, q1: number | null, q2: number | null): Record<string, Value> {
  const file = fileOf(row.liveId, row.chunkIndex);
  const text = file.replace(/json$/, "txt");
  const isOk = row.status === "ok";
  const path = (q: "q1" | "q2", arm: ArmA) => (row[q][arm].asked ? `answers_${q}_${arm}/${file}` : null);
  return {
    live_id: row.liveId,
    chunk_idx: row.chunkIndex,
    status: row.status,
    combined_path: `combined/${text}`,
    chat_path: row.hasChat ? `chat/${text}` : null,
    has_chat: row.hasChat,
    mcq_full_path: isOk ? `questions_full/${file}` : null,
    mcq_public_path: isOk ? `questions_public/${file}` : null,
    ans_q1_combined_path: path("q1", "combined"),
    ans_q1_chat_cond_path: path("q1", "chat_cond"),
    ans_q1_chat_uncond_path: path("q1", "chat_uncond"),
    ans_q2_combined_path: path("q2", "combined"),
    ans_q2_chat_cond_path: path("q2", "chat_cond"),
    ans_q2_chat_uncond_path: path("q2", "chat_uncond"),
    ...scores("q1", q1, row.q1),
    ...scores("q2", q2, row.q2),
    err: null,
    combined_len_raw: null,
  };
}

type Value = string | number | boolean | null;

function scores(q: "q1" | "q2", right: number | null, cells: RowA<ViewCellA>["q1"]): Record<string, Value> {
  const invalid = (arm: ArmA) => (cells[arm].asked ? cells[arm].invalidFormat : null);
  return {
    [`${q}_gt`]: right,
    [`${q}_pred_combined`]: cells.combined.choice,
    [`${q}_correct_combined`]: cells.combined.correct,
    [`${q}_combined_invalid_format`]: invalid("combined"),
    [`${q}_pred_chat_cond`]: cells.chat_cond.choice,
    [`${q}_chat_cond_correct`]: cells.chat_cond.correct,
    [`${q}_chat_cond_invalid_format`]: invalid("chat_cond"),
    [`${q}_pred_chat_uncond`]: cells.chat_uncond.choice,
    [`${q}_chat_uncond_correct`]: cells.chat_uncond.correct,
    [`${q}_chat_uncond_invalid_format`]: invalid("chat_uncond"),
  };
}

/** A CSV cell as pandas writes it. */
function quoted(value: Value): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
