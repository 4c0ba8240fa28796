import { z } from "zod";
import { csvLine } from "#lib/formats/index.ts";
import { legacyJson } from "../protocols/legacyFilesA.ts";
import { type LegacyTree, requireJson } from "../protocols/legacyTree.ts";
import type { MetricsA } from "../protocols/metricsA.ts";
import type { MetricsB, MetricsC } from "../protocols/metricsRun.ts";
import { readLegacyRun } from "../protocols/readLegacyRun.ts";
import { type StageScore, stageScores } from "../protocols/stageScores.ts";
import type { Protocol } from "../protocols/stages.ts";
import { type CorrectedStage, correctRun, type Requeued } from "./correctRun.ts";
import { findLegacyRun } from "./findLegacyRun.ts";
import { legacyRecords } from "./legacyRecords.ts";
import { type LegacyReply, legacyReplies } from "./legacyReplies.ts";
import { repairedFiles } from "./repairedFiles.ts";

/** What an import found, beside what it wrote. */
export interface LegacyImport {
  readonly run: string;
  readonly protocol: Protocol;
  /** The run's metrics by its own formulas. */
  readonly metrics: MetricsA | MetricsB | MetricsC;
  /** Where the metrics that the run wrote of itself say otherwise; null where it wrote none. */
  readonly metricsDiffer: readonly string[] | null;
  /** Where the run's files disagree with one another. */
  readonly disagreements: readonly string[];
  /** Each stage as the run counted it, and corrected. */
  readonly stages: readonly (CorrectedStage & { readonly legacy: StageScore })[];
  /** Rows of A's log that repeat a chunk, as every resume made them. */
  readonly repeatedRows: number;
  readonly requeue: readonly Requeued[];
  readonly questions: number;
  readonly answers: number;
  readonly withoutQuestion: number;
}

/**
 * Imports a run of a historical protocol: scores it exactly as it scored itself, and again with its faults corrected, and
 * writes `questions.jsonl` and `answers.jsonl` (the records), `requeue.csv` (what has to be asked again) and `repaired/` (the
 * run in its own layout, with the metrics of what is left).
 *
 * @param out an empty place
 * @param options.run which run, where the tree has several
 * @param options.repaired reads what was written below `repaired/`
 * @throws InputError where no run is found, or a file is not of its shape
 */
export async function importLegacyRun(
  tree: LegacyTree,
  out: { put(name: string, bytes: Uint8Array): Promise<void> },
  options: { run?: string; repaired: LegacyTree },
): Promise<LegacyImport> {
  const found = await findLegacyRun(tree, options.run);
  const { protocol } = found.options;
  const read = await readLegacyRun(tree, found.options);
  const { metrics, disagreements } = read;
  const replies: LegacyReply[] = [];
  for await (const reply of legacyReplies(tree, found.options)) replies.push(reply);
  const { stages, requeue } = correctRun(protocol, replies);
  const records = await legacyRecords(tree, found.options, replies, `legacy-${protocol}`);
  const write = (name: string, text: string) => out.put(name, new TextEncoder().encode(text));
  await write("questions.jsonl", jsonLines(records.questions));
  await write("answers.jsonl", jsonLines(records.answers));
  await write("requeue.csv", requeueCsv(requeue));
  for await (const { name, bytes } of repairedFiles(tree, found, requeue)) await out.put(`repaired/${name}`, bytes);
  const left = await readLegacyRun(options.repaired, found.options);
  const folder = found.options.protocol === "A" ? folderOf(found.options.log ?? "") : (found.options.run ?? "");
  await write(`repaired/${found.metrics ?? `${folder}metrics.json`}`, legacyJson(left.metrics));
  const legacy = stageScores(protocol, metrics);
  return {
    run: found.name,
    protocol,
    metrics,
    metricsDiffer: found.metrics === null ? null : await differences(tree, found.metrics, metrics),
    disagreements,
    stages: stages.map((stage, i) => ({ ...stage, legacy: legacy[i]! })),
    repeatedRows: "duplicateRows" in read ? read.duplicateRows : 0,
    requeue,
    questions: records.questions.length,
    answers: records.answers.length,
    withoutQuestion: records.withoutQuestion,
  };
}

/** The keys of the recorded metrics whose value is another. */
async function differences(tree: LegacyTree, name: string, metrics: object): Promise<string[]> {
  const recorded = flat(await requireJson(tree, name, z.looseObject({})));
  const ours = flat(metrics);
  const keys = new Set([...recorded.keys(), ...ours.keys()]);
  return [...keys].flatMap((key) => {
    const [theirs, own] = [recorded.get(key), ours.get(key)];
    return Object.is(theirs, own) ? [] : [`${name}: ${key} is ${theirs}, and ${own} by the run's own files`];
  });
}

function flat(value: unknown, path = ""): Map<string, unknown> {
  if (typeof value !== "object" || value === null) return new Map([[path, value]]);
  return new Map(Object.entries(value).flatMap(([key, part]) => [...flat(part, path === "" ? key : `${path}.${key}`)]));
}

function requeueCsv(requeue: readonly Requeued[]): string {
  const lines = requeue.map(({ reply: { stage, liveId, chunkIndex, file }, because }) =>
    csvLine([stage.name, stage.code, liveId, chunkIndex ?? "", file ?? "", because]),
  );
  return [csvLine(["stage", "code", "live_id", "chunk_idx", "file", "because"]), ...lines].join("");
}

const jsonLines = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const folderOf = (name: string) => name.slice(0, name.lastIndexOf("/") + 1);
