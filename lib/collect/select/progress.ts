import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Corpus } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { Asked, Candidate } from "#lib/records/index.ts";
import { selectionsFolder } from "./selectionFile.ts";

/** One search of a selection, by its query, category or channel: how far it is. */
const Search = z.strictObject({
  query: z.string(),
  window: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
  pages: z.number().int().nonnegative(),
  /** The page to go on with; null at the beginning and at the end. */
  next: z.string().nullable(),
  done: z.boolean(),
  /** True where it ended at a bound and not at its last page. */
  cut: z.boolean(),
  /** What the reader of the selection has to know of it. */
  note: z.string().optional(),
});

/** How far a selection is that was interrupted, e.g. by the day's quota. */
export const Progress = z.strictObject({
  /** What the person asked for: the same command goes on with it. */
  options: z.record(z.string(), z.unknown()),
  askedAt: z.iso.datetime(),
  asked: Asked,
  calls: z.number().int().nonnegative(),
  units: z.number().int().nonnegative(),
  searches: z.array(Search),
  found: z.array(z.strictObject({ id: z.string(), foundBy: z.string() })),
  details: z.array(Candidate),
});
export type Progress = z.infer<typeof Progress>;

const nameOf = (selection: string) => `${selectionsFolder}${selection}/progress.json`;

/**
 * What an interrupted selection of this name has so far, or null.
 *
 * @throws InputError where it was begun with other options
 */
export async function readProgress(
  { store }: Corpus,
  selection: string,
  options: Progress["options"],
): Promise<Progress | null> {
  const name = nameOf(selection);
  const bytes = await store.get(name);
  if (bytes === null) return null;
  let progress: Progress;
  try {
    progress = Progress.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    throw new InputError(
      `${name} in ${store.location}: expected how far a selection is, found something else. Delete it to begin anew.`,
      { cause },
    );
  }
  // As they are written down: what is not given is not there.
  const plain = JSON.parse(JSON.stringify(options)) as Progress["options"];
  const other = Object.keys({ ...progress.options, ...plain }).find(
    (key) => !isDeepStrictEqual(progress.options[key], plain[key]),
  );
  if (other === undefined) return progress;
  throw new InputError(
    `The selection ${selection} was begun with another ${other}: ${JSON.stringify(progress.options[other] ?? null)}, now ` +
      `${JSON.stringify(plain[other] ?? null)}. Give the same options to go on, or another --name.`,
  );
}

/** Stores how far it is, in the place of what was there. */
export async function writeProgress({ store }: Corpus, selection: string, progress: Progress): Promise<void> {
  await store.put(nameOf(selection), Buffer.from(`${JSON.stringify(Progress.parse(progress))}\n`));
}

/** Forgets it, once the selection is stored. */
export async function deleteProgress({ store }: Corpus, selection: string): Promise<void> {
  await store.delete(nameOf(selection));
}
