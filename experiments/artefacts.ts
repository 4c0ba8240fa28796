import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Artefact } from "#lib/report/index.ts";

/** Writes files below a folder, each whole or not at all; a file that holds the same text already is left alone. */
export async function writeArtefacts(folder: string, artefacts: readonly Artefact[]): Promise<void> {
  for (const { path, text } of artefacts) {
    const file = join(folder, path);
    if ((await readText(file)) === text) continue;
    await mkdir(dirname(file), { recursive: true });
    const temporary = `${file}.partial`;
    await writeFile(temporary, text);
    await rename(temporary, file);
  }
}

/**
 * What differs between files as they are and as they were computed again, one sentence each; none when every byte agrees.
 *
 * @param whole true when the artefacts are all that should be below the folder, so that another file is a difference
 */
export async function compareArtefacts(
  folder: string,
  artefacts: readonly Artefact[],
  whole: boolean,
): Promise<string[]> {
  const differences: string[] = [];
  for (const { path, text } of artefacts) {
    const there = await readText(join(folder, path));
    if (there === null) differences.push(`${path} is missing`);
    else if (there !== text) differences.push(`${path} differs from line ${firstDifference(there, text)} on`);
  }
  if (whole) {
    const known = new Set(artefacts.map(({ path }) => path));
    for (const path of await filesBelow(folder)) if (!known.has(path)) differences.push(`${path} is not made any more`);
  }
  return differences;
}

function firstDifference(a: string, b: string): number {
  const other = b.split("\n");
  return a.split("\n").findIndex((text, i) => text !== other[i]) + 1 || other.length;
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
