import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCorpus } from "#lib/corpus/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { writeTwitchLog } from "./twitchLog.ts";

/**
 * How fast an import is, beside its peers on the same files in the same run: reading and JSON.parse alone, and the same
 * job in pandas. Prints a table's row: job, livecorpus, peers, ratios, what is asked. Arguments: messages a file (200000),
 * files (10).
 */
const messages = Number(process.argv[2] ?? 200_000);
const count = Number(process.argv[3] ?? 10);
const here = import.meta.dirname;

interface Run {
  seconds: number;
  peakMB: number;
}

/** Runs a program that prints its peak of memory as JSON. */
function time(program: string, args: readonly string[]): Run {
  const started = performance.now();
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${program} ${args[0]} failed`);
  return { seconds, ...(JSON.parse(stdout) as { peakMB: number }) };
}

async function bench(folder: string): Promise<void> {
  const files: string[] = [];
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    const file = join(folder, `log${i}.json`);
    bytes += await writeTwitchLog(file, { messages, seed: `bench${i}` });
    files.push(file);
  }
  const corpus = join(folder, "corpus");
  mkdirSync(corpus);
  await openCorpus(openDirectoryStore(corpus), { create: true, key: Buffer.alloc(32, 1) });

  const parse = time(process.execPath, [join(here, "parseAlone.ts"), ...files]);
  const ours = time(process.execPath, [join(here, "..", "corpus", "importer.ts"), corpus, "0", ...files]);
  const pandas = time("/usr/bin/python3", [join(here, "importPandas.py"), join(folder, "pandas.jsonl.gz"), ...files]);
  const cell = ({ seconds, peakMB }: Run) => `${seconds.toFixed(1)} s, ${peakMB} MB`;
  console.log(
    `| import of ${count} x ${messages.toLocaleString("en")} TwitchDownloader messages, ${Math.round(bytes / 1e6)} MB | ${cell(ours)} | ` +
      `JSON.parse alone ${cell(parse)}; pandas ${cell(pandas)} | ` +
      `${(ours.seconds / parse.seconds).toFixed(2)} x JSON.parse, ${(pandas.seconds / ours.seconds).toFixed(1)} x faster than pandas | ` +
      "at most 2 x, at least 3 x |",
  );
  if (ours.seconds > 2 * parse.seconds || pandas.seconds < 3 * ours.seconds) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), "livecorpus-bench-"));
void bench(folder).finally(() => rmSync(folder, { recursive: true }));
