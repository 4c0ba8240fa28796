import type { Artefact } from "#lib/report/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

/**
 * The page of all results. With the plotting library in it the page is too large to keep in version control: a clone has
 * none until it is made, and ro-crate-metadata.json, which is committed, names it by its hash.
 */
export const uncommitted = "index.html";

/** Writes files below a folder, each whole or not at all; a file that holds the same bytes already is left alone. */
export async function writeArtefacts(folder: string, artefacts: readonly Artefact[]): Promise<void> {
  const store = openDirectoryStore(folder);
  for (const { path, text } of artefacts) {
    const bytes = Buffer.from(text);
    const there = await store.get(path);
    if (there === null || !bytes.equals(there)) await store.put(path, bytes);
  }
}

/**
 * What differs between files as they are and as they were computed again, one sentence each; none when every byte agrees.
 * Hidden files, such as a writer that was killed leaves behind, are not looked at.
 *
 * @param whole true when the artefacts are all that should be below the folder, so that another file is a difference
 */
export async function compareArtefacts(
  folder: string,
  artefacts: readonly Artefact[],
  whole: boolean,
): Promise<string[]> {
  const store = openDirectoryStore(folder);
  const differences: string[] = [];
  for (const { path, text } of artefacts) {
    const there = await store.get(path);
    if (there === null) {
      if (path !== uncommitted) differences.push(`${path} is missing`);
    } else if (!Buffer.from(text).equals(there))
      differences.push(`${path} differs from line ${firstDifference(Buffer.from(there).toString(), text)} on`);
  }
  if (!whole) return differences;
  const known = new Set(artefacts.map(({ path }) => path));
  for await (const path of store.list(""))
    if (!known.has(path)) differences.push(`${path} is not made any more: delete it`);
  return differences;
}

function firstDifference(a: string, b: string): number {
  const other = b.split("\n");
  return a.split("\n").findIndex((text, i) => text !== other[i]) + 1 || other.length;
}
