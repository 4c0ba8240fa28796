import { InputError } from "#lib/errors.ts";
import type { ByteStream, ReadReport } from "./contract.ts";
import { readCsvRows } from "./csvColumns.ts";
import { csvLine } from "./csvLine.ts";
import { numberOf } from "./jsonValue.ts";
import { skip } from "./skip.ts";

/** One chunk of the historical pairs file; a chunk without chat has no chat-only file. */
export interface PairRow {
  videoId: string;
  index: number;
  combinedPath: string;
  chatOnlyPath?: string;
}

const columns = ["vod_id", "chunk_idx", "combined_path", "chatonly_path"] as const;

/** The pairs CSV: `vod_id, chunk_idx, combined_path, chatonly_path`. */
export function* writePairsCsv(rows: Iterable<PairRow>): Iterable<string> {
  yield csvLine(columns);
  for (const row of rows) yield csvLine([row.videoId, row.index, row.combinedPath, row.chatOnlyPath ?? ""]);
}

/**
 * The rows of a pairs CSV, in file order. A row without a video or a combined path (`missing-field`), or whose index is
 * no whole number from 1 (`bad-index`), is left out and counted.
 *
 * @throws InputError when a column is missing
 */
export async function readPairsCsv(bytes: ByteStream, report: ReadReport, file: string): Promise<PairRow[]> {
  const pairs: PairRow[] = [];
  let first = true;
  for await (const rows of readCsvRows(bytes, { separator: ",", known: new Set(columns) }, report))
    for (const row of rows) {
      const missing = first ? columns.filter((name) => row(name) === undefined) : [];
      first = false;
      if (missing.length > 0)
        throw new InputError(
          `${file}: expected the columns ${columns.join(", ")}, found none named ${missing.join(", ")}. Check that it is a pairs file.`,
        );
      const [videoId = "", , combinedPath = "", chatOnlyPath = ""] = columns.map((name) => row(name)?.trim());
      const index = numberOf(row("chunk_idx"));
      if (videoId === "" || combinedPath === "") skip(report, "missing-field");
      else if (index === undefined || !Number.isInteger(index) || index < 1) skip(report, "bad-index");
      else pairs.push({ videoId, index, combinedPath, ...(chatOnlyPath === "" ? {} : { chatOnlyPath }) });
    }
  return pairs;
}
