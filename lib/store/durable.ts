import { type FileHandle, mkdir, open } from "node:fs/promises";
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

/** Creates a folder and its parents, each durable. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
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
