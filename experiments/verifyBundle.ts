import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { openCorpus } from "#lib/corpus/index.ts";
import { type Clock, silentProgress } from "#lib/effects/index.ts";
import { line } from "#lib/line/index.ts";
import { modelName, replayCalls } from "#lib/llm/index.ts";
import { readFrame, readStudy } from "#lib/qa/index.ts";
import { type BundleAbout, type BundleEntry, readBundle } from "#lib/replay/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { codeHash } from "./codeHash.ts";
import { remakeTables } from "./remakeTables.ts";

/** What a check of a bundle found. */
export interface VerifiedBundle {
  about: BundleAbout;
  /** Files that were made again, and those of them that are not what the bundle says. */
  checked: number;
  different: string[];
  /** Tables that rest on text: they are in the bundle and cannot be made from it. */
  notMade: string[];
  /** True when the bundle was made by this code. */
  sameCode: boolean;
}

/**
 * Makes again what a bundle holds, without key and network, and compares. Of scores the tables; of a full bundle the questions and
 * answers, from the chunks and the kept calls alone: a request that is not kept ends it.
 *
 * @param options.names only these tables
 * @throws InputError where the file is no bundle or damaged, or a call is missing
 */
export async function verifyBundle(options: {
  path: string;
  names: readonly string[];
  clock: Clock;
  say(text: string): void;
}): Promise<VerifiedBundle> {
  const { about, entries } = await readBundle(options.path);
  const sameCode = about.code === codeHash();
  if (about.bundle === "full") return { about, sameCode, notMade: [], ...(await verifyFull(about, entries, options)) };
  const { kept, made } = await remakeTables({ ...options, about, entries });
  const different = made.filter(({ name, bytes }) => about.tables[name] !== sha256(bytes)).map(({ name }) => name);
  const missing = Object.keys(about.tables).filter(
    (name) => isWanted(name, options.names) && !made.some((one) => one.name === name),
  );
  const notMade = [...new Set(kept.map(({ name }) => name.split("/")[0]!))];
  return { about, sameCode, checked: made.length, different: [...different, ...missing], notMade };
}

async function verifyFull(
  { study: name }: BundleAbout,
  entries: AsyncIterable<BundleEntry>,
  { clock, say }: { clock: Clock; say(text: string): void },
): Promise<{ checked: number; different: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "livecorpus-verify-"));
  try {
    const store = openDirectoryStore(folder);
    const expected = new Map<string, Uint8Array>();
    for await (const entry of entries) {
      if (!entry.name.startsWith("corpus/")) continue;
      const path = entry.name.slice("corpus/".length);
      if (isMade(path, name)) expected.set(path, entry.bytes);
      else if (!isRecordOfMaking(path, name)) await store.put(path, entry.bytes);
    }
    const corpus = await openCorpus(store);
    const study = await readStudy(corpus, name);
    const openModel = (entry: string) => replayCalls(modelName(study.models![entry]!), { files: store, study: name });
    // Its sources are raw files, which are not in a bundle: what was imported from them is.
    const context = { study: { ...study, sources: [] }, frame: await readFrame(corpus, name), folder, corpus, clock };
    for (const step of line)
      say(`${step.name}: ${await step.run({ ...context, progress: silentProgress, openModel })}`);
    const different: string[] = [];
    for (const [path, bytes] of expected) {
      const made = await store.get(path);
      if (!made || !isDeepStrictEqual(records(made), records(bytes))) different.push(path);
    }
    return { checked: expected.size, different };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the line makes of chunks and calls. */
const isMade = (path: string, study: string) =>
  path.startsWith(`studies/${study}/questions/`) || path.startsWith(`studies/${study}/answers/`);

/** What says that it was made; with it the line would do nothing. */
const isRecordOfMaking = (path: string, study: string) =>
  path === `studies/${study}/written.json` || /^videos\/[^/]+\/[^/]+\/steps\/(write|ask)\./.test(path);

/** What JSON Lines hold: a record that was read and written again has its keys in another order. */
const records = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString("utf8")
    .split("\n")
    .map((line) => (line === "" ? null : JSON.parse(line)));

const isWanted = (name: string, names: readonly string[]) => names.length === 0 || names.includes(name.split("/")[0]!);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
