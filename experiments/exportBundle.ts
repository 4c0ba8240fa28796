import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, isAbsolute, join } from "node:path";
import { videoPath } from "#lib/corpus/index.ts";
import type { Clock, Progress } from "#lib/effects/index.ts";
import { line } from "#lib/line/index.ts";
import { prices } from "#lib/llm/index.ts";
import { asksModels } from "#lib/qa/index.ts";
import { type BundleAbout, type BundleEntry, modelCalls, studyObjects, writeBundle } from "#lib/replay/index.ts";
import { codeHash } from "./codeHash.ts";
import { collectResults } from "./collectResults.ts";
import { experiments } from "./index.ts";
import { openStudyFolder } from "./openStudyFolder.ts";
import { runFromScores } from "./runFromScores.ts";
import { scoreEntries } from "./scoreEntries.ts";
import { scoreResults } from "./scoreResults.ts";

/** Which study to put into which file, and as what. */
export interface ExportOptions {
  studyFolder: string;
  form: BundleAbout["bundle"];
  /** Of a bundle of scores only these tables; all when empty. */
  names: readonly string[];
  /** The file to write. */
  out: string;
  env: Readonly<Record<string, string | undefined>>;
  randomBytes(count: number): Uint8Array;
  clock: Clock;
  progress: Progress;
  say(text: string): void;
}

/**
 * Writes a study whose line has run as one file: its scores, from which its tables are made again, or all of it, which holds chat
 * and speech. Nothing is asked: a study that is not finished is refused where something of it would be.
 *
 * @returns how many entries the file holds, and what it says of itself
 * @throws InputError where the study cannot be used, or is not finished
 */
export async function exportBundle(options: ExportOptions): Promise<{ entries: number; about: BundleAbout }> {
  const { studyFolder, form, names, out, clock, say } = options;
  const scratch = await mkdtemp(join(tmpdir(), "livecorpus-export-"));
  try {
    const { study, frame, corpus } = await openStudyFolder({ ...options, scratch: null });
    const context = { study, frame, folder: studyFolder, corpus, clock, progress: options.progress };
    for (const step of line) say(`${step.name}: ${await step.run(context)}`);
    const about: BundleAbout = {
      bundle: form,
      version: 1,
      study: study.name,
      title: study.title,
      code: codeHash(),
      models: await modelCalls(corpus.store, study.name),
      prices: asksModels(study) ? { date: prices.date, source: prices.source } : null,
      tables: {},
    };
    const results = await collectResults(context);
    if (form === "full") {
      const folders = results.streams.map(({ video }) => videoPath(video));
      const sheets = await Promise.all(study.audit.map((file) => sheetEntry(studyFolder, file)));
      const entries = withSheets(studyObjects(corpus.store, study.name, folders), sheets);
      return { entries: await writeBundle(out, about, entries), about };
    }
    const laboratory = { clock, makeFolder: () => mkdtemp(join(scratch, "run-")) };
    // From what the bundle holds, as whoever has nothing else will make them.
    const scores = scoreEntries(results);
    const made = await runFromScores(scoreResults(scores, out), laboratory, names, (name) => say(`table ${name}`));
    about.tables = Object.fromEntries(made.map(({ path, text }) => [path, sha256(text)]));
    for (const { name, readsText, asksAgain, run } of experiments) {
      if (!readsText || (asksAgain && asksModels(study)) || (names.length > 0 && !names.includes(name))) continue;
      say(`table ${name}`);
      const corpusLaboratory = { ...laboratory, line: { ...context, frame: null } };
      for (const { path, text } of await run(results, corpusLaboratory))
        made.push({ path: `results/${name}/${path}`, text });
    }
    const kept = made
      .filter(({ path }) => path.startsWith("results/"))
      .map(({ path, text }) => ({ name: path, bytes: Buffer.from(text) }));
    return { entries: await writeBundle(out, about, [...scores, ...kept]), about };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function sheetEntry(studyFolder: string, file: string): Promise<BundleEntry> {
  const bytes = await readFile(isAbsolute(file) ? file : join(studyFolder, file));
  return { name: `audit/${basename(file)}`, bytes };
}

async function* withSheets(
  objects: AsyncIterable<BundleEntry>,
  sheets: readonly BundleEntry[],
): AsyncGenerator<BundleEntry> {
  for await (const { name, bytes } of objects) yield { name: `corpus/${name}`, bytes };
  yield* sheets;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
