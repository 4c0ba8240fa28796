import type { Corpus } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { Selection } from "#lib/records/index.ts";

/** Where the selections of a corpus are. */
export const selectionsFolder = "selections/";

/**
 * Checks the name of a selection.
 *
 * @throws InputError for what cannot be one
 */
export function checkSelectionName(name: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,99}$/.test(name)) return name;
  throw new InputError(
    `${JSON.stringify(name)} is no name of a selection: expected small letters, digits and "-", e.g. japanese-talk-1.`,
  );
}

/**
 * Stores a selection for good.
 *
 * @throws InputError where there is one of that name: it is never changed
 */
export async function writeSelection({ store }: Corpus, selection: Selection): Promise<void> {
  const parsed = Selection.parse(selection);
  const name = nameOf(selection.name);
  if (!(await store.create(name, Buffer.from(`${JSON.stringify(parsed, null, 1)}\n`))))
    throw taken(name, store.location);
}

/** Refuses a name that is taken, before anything is asked for it. */
export async function refuseTakenName({ store }: Corpus, name: string): Promise<void> {
  if (await store.stat(nameOf(name))) throw taken(nameOf(name), store.location);
}

/**
 * Reads a selection.
 *
 * @throws InputError where there is none of that name, or what is there is none
 */
export async function readSelection({ store }: Corpus, selectionName: string): Promise<Selection> {
  const name = nameOf(checkSelectionName(selectionName));
  const bytes = await store.get(name);
  if (bytes === null)
    throw new InputError(
      `There is no selection ${selectionName} in ${store.location}. Make it with livecorpus select.`,
    );
  try {
    return Selection.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    throw new InputError(`${name} in ${store.location}: expected a selection, found something else.`, { cause });
  }
}

/** The names of a corpus's selections. */
export async function listSelections({ store }: Corpus): Promise<string[]> {
  const names: string[] = [];
  for await (const name of store.list(selectionsFolder)) {
    const found = /^selections\/([a-z0-9][a-z0-9-]*)\/selection\.json$/.exec(name);
    if (found) names.push(found[1]!);
  }
  return names;
}

const nameOf = (name: string) => `${selectionsFolder}${name}/selection.json`;

function taken(name: string, location: string): InputError {
  return new InputError(
    `${name} is in ${location} already, and a selection never changes. Give another name with --name.`,
  );
}
