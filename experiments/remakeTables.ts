import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "#lib/effects/index.ts";
import type { BundleAbout, BundleEntry } from "#lib/replay/index.ts";
import { runFromScores } from "./runFromScores.ts";
import { scoreResults } from "./scoreResults.ts";

/**
 * Makes the tables of a bundle of scores again.
 *
 * @param names only these; all that the bundle says it can make when empty
 * @returns files as they are kept in the bundle, since they rest on text, and those that were made
 */
export async function remakeTables(options: {
  path: string;
  about: BundleAbout;
  entries: AsyncIterable<BundleEntry>;
  names: readonly string[];
  clock: Clock;
  say(text: string): void;
}): Promise<{ kept: BundleEntry[]; made: BundleEntry[] }> {
  const all: BundleEntry[] = [];
  for await (const entry of options.entries) all.push(entry);
  const results = scoreResults(all, options.path);
  const scratch = await mkdtemp(join(tmpdir(), "livecorpus-replay-"));
  try {
    const laboratory = { clock: options.clock, makeFolder: () => mkdtemp(join(scratch, "run-")) };
    const known = [...new Set(Object.keys(options.about.tables).map((name) => name.split("/")[0]!))];
    const names = options.names.length > 0 ? options.names : known;
    const made = await runFromScores(results, laboratory, names, (name) => options.say(`table ${name}`));
    const kept = all.filter(({ name }) => name.startsWith("results/"));
    return {
      kept: kept.map(({ name, bytes }) => ({ name: name.slice("results/".length), bytes })),
      made: made.map(({ path, text }) => ({ name: path, bytes: Buffer.from(text) })),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
