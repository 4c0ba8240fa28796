import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileError, isMissing } from "./fileError.ts";

/**
 * The files below `root` whose `/`-separated names start with `prefix`, in code-unit order of the whole names; what
 * starts with a dot is hidden. Symbolic links are followed.
 */
export async function* listFiles(root: string, prefix: string): AsyncGenerator<string> {
  const cut = prefix.lastIndexOf("/") + 1;
  yield* below(root, prefix.slice(0, cut), prefix);
}

async function* below(root: string, folder: string, prefix: string): AsyncGenerator<string> {
  const names: string[] = [];
  for (const entry of await entriesOf(join(root, folder))) {
    if (entry.name.startsWith(".")) continue;
    const name = folder + entry.name;
    const isFolder = entry.isSymbolicLink() ? await leadsToFolder(join(root, name)) : entry.isDirectory();
    // With its slash a folder sorts among files as the names below it do.
    const sorted = isFolder ? `${name}/` : name;
    if (sorted.startsWith(prefix)) names.push(sorted);
  }
  names.sort();
  for (const name of names) {
    if (name.endsWith("/")) yield* below(root, name, prefix);
    else yield name;
  }
}

async function entriesOf(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw fileError(error, `list ${path}`);
  }
}

async function leadsToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
