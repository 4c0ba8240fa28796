import { lstat, mkdir } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { InputError } from "#lib/errors.ts";
import { fileError } from "./fileError.ts";
import { makeScratch } from "./scratch.ts";

/**
 * A new empty folder below the machine's folder for temporary files, for stores that have no disk of their own. No one else may
 * look into it: raw files with the names of people lie there while they are read.
 *
 * @throws InputError where the folder cannot be made or belongs to somebody else
 */
export async function makeLocalScratch(): Promise<string> {
  const { uid } = userInfo();
  const root = join(tmpdir(), `livecorpus-${uid}`);
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    const found = await lstat(root);
    const isOwn = process.platform === "win32" || (found.uid === uid && (found.mode & 0o077) === 0);
    if (!found.isDirectory() || !isOwn)
      throw new InputError(
        `${root} was expected to be a folder that only you can open. Remove it, or name another place in TMPDIR.`,
      );
    return await makeScratch(root);
  } catch (error) {
    throw fileError(error, `make a folder for temporary files in ${root}`);
  }
}
