import { parse } from "csv-parse/sync";
import { csvLine } from "#lib/formats/index.ts";
import { baseName, type LegacyTree, readText } from "../protocols/legacyTree.ts";
import type { LegacyRunOptions } from "../protocols/readLegacyRun.ts";
import type { Requeued } from "./correctRun.ts";
import type { FoundRun } from "./findLegacyRun.ts";

/** One file of the repaired run. */
export interface RepairedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A run in its own layout with two things repaired: rows that a resume repeated are there once, as the last one has it
 * (specification A4), and replies that have to be asked again are gone from files and log (D1), so that the original, or
 * whoever goes on, asks them. All other files are the same bytes; metrics files are left out, since they are of the old run.
 */
export async function* repairedFiles(
  tree: LegacyTree,
  { options, files }: FoundRun,
  requeue: readonly Requeued[],
): AsyncIterable<RepairedFile> {
  const gone = new Set(requeue.map(({ reply }) => reply.file));
  const table = options.protocol === "A" ? (options.log ?? "") : options.tasks;
  for (const name of files) {
    if (gone.has(name) || isMetrics(baseName(name))) continue;
    if (name === table) {
      const text = (await readText(tree, name)) ?? "";
      yield { name, bytes: new TextEncoder().encode(repairedTable(text, options, requeue)) };
      continue;
    }
    const bytes = await tree.get(name);
    if (bytes) yield { name, bytes };
  }
}

const isMetrics = (name: string) => /^metrics(_\w+)?\.json$/.test(name);

/** The table with each chunk once, and without the cells of replies that are asked again. */
function repairedTable(text: string, { protocol }: LegacyRunOptions, requeue: readonly Requeued[]): string {
  const rows: string[][] = parse(text, { bom: true, skip_empty_lines: true });
  const [header = [], ...body] = rows;
  const at = (row: readonly string[], column: string) => row[header.indexOf(column)] ?? "";
  const nameOf = (row: readonly string[]) =>
    JSON.stringify([at(row, "live_id") || at(row, "vod_id"), at(row, "chunk_idx").replace(/\.0+$/, "")]);
  const unique = new Map<string, string[]>();
  for (const row of body) unique.set(nameOf(row), row);
  if (protocol === "A")
    for (const { reply } of requeue) {
      const row = unique.get(JSON.stringify([reply.liveId, String(reply.chunkIndex ?? "")]));
      for (const column of cellsOf(reply.stage.code)) {
        const place = header.indexOf(column);
        if (row && place !== -1) row[place] = "";
      }
    }
  return [header, ...unique.values()].map(csvLine).join("");
}

/** The columns of A's log that hold one stage. */
function cellsOf(code: string): string[] {
  const [q, arm] = [code.slice(0, 2), code.slice(3)];
  const correct = arm === "combined" ? `${q}_correct_combined` : `${q}_${arm}_correct`;
  return [`ans_${code}_path`, `${q}_pred_${arm}`, correct, `${q}_${arm}_invalid_format`];
}
