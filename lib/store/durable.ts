import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Makes the folder entries of `path` survive a power cut: on POSIX a new name is durable once its folder is synced. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  await withFile(path, "r", (folder) => folder.sync());
}

/** Makes the content of a file survive a power cut. */
export async function syncFile(path: string): Promise<void> {
  await withFile(path, "r+", (file) => file.sync());
}

/**
 * Creates a folder and its parents, each durable. Level by level, since the recursive mkdir of Node never returns where a
 * folder exists and refuses new ones with ENOENT, as /proc and a folder that was removed do.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await tryFolder(path, "ENOENT")) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  await tryFolder(path);
}

/** Creates one folder unless it is there; false for the error that is let pass. */
async function tryFolder(path: string, letPass?: string): Promise<boolean> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === letPass) return false;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return true;
    throw error;
  }
  await syncFolder(dirname(path));
  return true;
}

let made = 0;

/**
 * Creates a file that no one else has, hidden beside `folder`'s objects, and hands it to `use`. The name holds the
 * process id and a counter; where another machine on the same disk has taken it, the next one is tried.
 */
export async function openTemporary(folder: string): Promise<{ file: FileHandle; path: string }> {
  for (;;) {
    const path = join(folder, `.tmp.${process.pid}.${made++}`);
    try {
      return { file: await open(path, "wx"), path };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

async function withFile(path: string, flags: string, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}
