import { mkdir, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/** Hidden from `list`, since no name of an object starts with a dot. */
const folderName = ".scratch";
const host = hostname().replace(/[^A-Za-z0-9-]/g, "_");
let made = 0;

/** A new empty folder below `root`; folders of processes of this machine that no longer run are removed first. */
export async function makeScratch(root: string): Promise<string> {
  const parent = join(root, folderName);
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const [owner, pid] = name.split(".");
    if (owner === host && !isRunning(Number(pid))) await rm(join(parent, name), { recursive: true, force: true });
  }
  for (;;) {
    const path = join(parent, `${host}.${process.pid}.${made++}`);
    try {
      await mkdir(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
