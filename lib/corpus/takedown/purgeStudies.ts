import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { ChunkKey, isCallOf, type VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";

/** What of a stored question and of a stored answer a purge has to know. */
const StoredQuestion = z.looseObject({
  id: z.string(),
  chunk: ChunkKey,
  distractorsFrom: z.array(ChunkKey.nullable()),
});
const StoredAnswer = z.looseObject({ question: z.string() });

/** How many records of studies went. */
export interface PurgedRecords {
  questions: number;
  answers: number;
  /** Kept calls of language models. */
  calls: number;
}

/**
 * Removes from all studies the questions that were made of some chunks of a video, also those that took a wrong choice from
 * one, and their answers. Files are replaced whole, so a stopped purge is finished by the next. A model call holds the whole text
 * that was asked, and does not say of which chunk it is: all calls of the video go.
 *
 * @param isPurged true for a chunk whose text has to go
 */
export async function purgeStudies(
  corpus: Corpus,
  video: VideoKey,
  isPurged: (chunk: ChunkKey) => boolean,
): Promise<PurgedRecords> {
  const purged: PurgedRecords = { questions: 0, answers: 0, calls: 0 };
  const gone = new Map<string, Set<string>>();
  const questionFiles: [string, readonly z.infer<typeof StoredQuestion>[]][] = [];
  for await (const name of corpus.store.list("studies/")) {
    const study = /^studies\/([^/]+)\/questions\/.*\.jsonl$/.exec(name)?.[1];
    if (study === undefined) continue;
    const rows = await readRows(corpus, name, StoredQuestion);
    const touched = ({ chunk, distractorsFrom }: z.infer<typeof StoredQuestion>) =>
      [chunk, ...distractorsFrom].some((one) => one !== null && isPurged(one));
    const ids = gone.get(study) ?? new Set();
    for (const row of rows) if (touched(row)) ids.add(row.id);
    gone.set(study, ids);
    questionFiles.push([name, rows.filter((row) => !touched(row))]);
    purged.questions += rows.filter(touched).length;
  }
  // Answers go first: while a question is there, a purge that was stopped still knows which answers are its own.
  for await (const name of corpus.store.list("studies/")) {
    const study = /^studies\/([^/]+)\/answers\/.*\.jsonl$/.exec(name)?.[1];
    const ids = study === undefined ? undefined : gone.get(study);
    if (!ids || ids.size === 0) continue;
    const rows = await readRows(corpus, name, StoredAnswer);
    const kept = rows.filter(({ question }) => !ids.has(question));
    purged.answers += rows.length - kept.length;
    if (kept.length < rows.length) await writeRows(corpus, name, kept);
  }
  purged.calls = await deleteCalls(corpus, video);
  for (const [name, kept] of questionFiles) await writeRows(corpus, name, kept);
  return purged;
}

async function deleteCalls({ store }: Corpus, video: VideoKey): Promise<number> {
  const names: string[] = [];
  for await (const name of store.list("studies/")) if (isCallOf(name, video)) names.push(name);
  for (const name of names) await store.delete(name);
  return names.length;
}

async function readRows<S extends z.ZodType>({ store }: Corpus, name: string, schema: S): Promise<z.output<S>[]> {
  const lines = Buffer.from((await store.get(name)) ?? "")
    .toString("utf8")
    .split("\n");
  return lines.flatMap((line, i) => {
    if (line.trim() === "") return [];
    try {
      return [schema.parse(JSON.parse(line))];
    } catch (cause) {
      throw new InputError(
        `${name} in ${store.location}, line ${i + 1}: expected a record of a study, found something else. A purge cannot ` +
          "tell what it holds: delete the file if it can be made again, and purge again.",
        { cause },
      );
    }
  });
}

async function writeRows({ store }: Corpus, name: string, rows: readonly unknown[]): Promise<void> {
  if (rows.length === 0) return store.delete(name);
  const bytes = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const known = await store.get(name);
  if (!known || !bytes.equals(known)) await store.put(name, bytes);
}
