import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { listSteps } from "../listSteps.ts";
import { listVideos, readVideo } from "../listVideos.ts";
import { checkOutputFile } from "../readOutput.ts";
import { type NumberedStep, outputPath } from "../stepRecord.ts";
import { jsonLines } from "../writeOutput.ts";
import { tables, tablesVersion, videoColumns } from "./tables.ts";

/** Rows that shall be a Parquet file, and the name it has in the cache. */
interface Wanted {
  name: string;
  columns: Readonly<Record<string, string>>;
  video: VideoKey;
  variant: string;
  /** The object that holds the rows as JSON Lines, or the rows. */
  from: { step: NumberedStep; output: string; object: string } | { rows: readonly unknown[] };
}

/** Above all ids: the name of a table's file that holds its columns and no row. */
const nobody: VideoKey = { platform: "other", id: "-" };

/**
 * Brings the Parquet files of a corpus up to date: `cache/parquet/<table>/<hash>.parquet`, the hash of what the file is made of.
 * Files of what counts no more are deleted, so that DuckDB's own shell may read `cache/parquet/messages/*.parquet`.
 *
 * @returns the names of the files of each table
 */
export async function buildParquet(corpus: Corpus, duckdb: DuckDBConnection): Promise<Map<string, string[]>> {
  const wanted = await listWanted(corpus);
  const names = new Set(wanted.map(({ name }) => name));
  const there = new Set<string>();
  for await (const name of corpus.store.list("cache/parquet/")) {
    if (names.has(name)) there.add(name);
    else await corpus.store.delete(name);
  }
  const missing = wanted.filter(({ name }) => !there.has(name));
  if (missing.length > 0) {
    const scratch = await corpus.store.scratch();
    try {
      for (const one of missing) await build(corpus, duckdb, one, scratch);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  const byTable = new Map<string, string[]>();
  for (const { name } of wanted) {
    const table = name.split("/")[2]!;
    byTable.set(table, [...(byTable.get(table) ?? []), name]);
  }
  return byTable;
}

async function listWanted(corpus: Corpus): Promise<Wanted[]> {
  const wanted: Wanted[] = [...Object.entries(tables), ["videos", { columns: videoColumns }] as const].map(
    ([table, { columns }]) => wantedOf(table, columns, nobody, "-", { rows: [] }, "no rows"),
  );
  for (const video of await listVideos(corpus)) {
    const about = await readVideo(corpus, video);
    wanted.push(wantedOf("videos", videoColumns, video, "-", { rows: [about] }, JSON.stringify(about)));
    for (const numbered of await listSteps(corpus, video)) {
      const { record } = numbered;
      for (const [table, { step, output, columns }] of Object.entries(tables)) {
        const made = record.step === step ? record.outputs[output] : undefined;
        if (!made) continue;
        const object = outputPath(video, step, output, made.sha256);
        wanted.push(wantedOf(table, columns, video, record.variant, { step: numbered, output, object }, object));
      }
    }
  }
  return wanted;
}

function wantedOf(
  table: string,
  columns: Wanted["columns"],
  video: VideoKey,
  variant: string,
  from: Wanted["from"],
  content: string,
): Wanted {
  const madeOf = JSON.stringify([tablesVersion, video.platform, video.id, variant, content]);
  const hash = createHash("sha256").update(madeOf).digest("hex").slice(0, 40);
  return { name: `cache/parquet/${table}/${hash}.parquet`, columns, video, variant, from };
}

async function build(corpus: Corpus, duckdb: DuckDBConnection, wanted: Wanted, scratch: string): Promise<void> {
  const { columns, video, variant } = wanted;
  const source = await sourceFile(corpus, wanted, scratch);
  const parquet = join(scratch, "rows.parquet");
  const names = Object.entries(columns).map(([name, type]) => `"${name}": '${type}'`);
  const select =
    `SELECT $platform AS platform, $video AS video, $variant AS variant, * FROM read_json($source, ` +
    `format = 'newline_delimited', maximum_object_size = 67108864, columns = {${names.join(", ")}})`;
  await duckdb.run(`COPY (${select}) TO $parquet (FORMAT parquet, COMPRESSION zstd)`, {
    platform: video.platform,
    video: video.id,
    variant,
    source,
    parquet,
  });
  await corpus.store.upload(parquet, wanted.name, { move: true });
}

/** The rows as a file of this machine. */
async function sourceFile(corpus: Corpus, { from, video }: Wanted, scratch: string): Promise<string> {
  const { store } = corpus;
  if ("rows" in from) {
    const path = join(scratch, "rows.jsonl");
    await writeFile(path, jsonLines(from.rows));
    return path;
  }
  const path = store.localPath?.(from.object) ?? join(scratch, "rows.jsonl.gz");
  if (!store.localPath) await store.download(from.object, path);
  // DuckDB would read what was changed, and cut off what it cannot decompress, in other words or none.
  await checkOutputFile(corpus, video, from.step, from.output, path);
  return path;
}
