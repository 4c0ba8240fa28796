import { createReadStream } from "node:fs";
import { copyFile, link, readFile, rename, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { InputError } from "#lib/errors.ts";
import type { Store } from "./contract.ts";
import { makeFolder, openTemporary, syncFile, syncFolder } from "./durable.ts";
import { fileError, isMissing } from "./fileError.ts";
import { listFiles } from "./listFiles.ts";
import { checkObjectName, checkPrefix } from "./objectName.ts";
import { makeScratch } from "./scratch.ts";
import { writeLocalFile } from "./writeLocalFile.ts";

/**
 * A store in a directory of this machine. An object is written to a hidden file beside its place, synced, and then
 * renamed (`put`) or linked (`create`: link(2) fails where the name exists, so it has one winner). The directory is made
 * by the first write.
 *
 * @example
 * const store = openDirectoryStore("corpus");
 * await store.create("corpus.json", Buffer.from("{}"));
 */
export function openDirectoryStore(path: string): Store {
  // An empty name is a forgotten one, and would be the folder that one happens to be in.
  if (path === "") throw new InputError("Expected the name of a folder, found an empty one. Use . for this folder.");
  const root = resolve(path);
  const pathOf = (name: string) => join(root, checkObjectName(name));
  const explain = async <T>(action: string, act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      throw fileError(error, `${action} in ${root}`);
    }
  };
  /** Fills a hidden file beside `name` and lets `publish` give it its name. */
  const write = <T>(
    name: string,
    fill: (temporary: string, write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
    publish: (temporary: string, path: string) => Promise<T>,
  ) => {
    const path = pathOf(name);
    const folder = dirname(path);
    return explain(`write ${name}`, async () => {
      const { file, path: temporary } = await openTemporary(folder).catch(async (error) => {
        // Mostly the folder is there, and looking first would cost every write.
        if (!isMissing(error)) throw error;
        await makeFolder(folder);
        return openTemporary(folder);
      });
      try {
        try {
          await fill(temporary, (bytes) => file.writeFile(bytes));
          await file.sync();
        } finally {
          await file.close();
        }
        const result = await publish(temporary, path);
        await syncFolder(folder);
        return result;
      } catch (error) {
        await unlink(temporary).catch(() => {});
        throw error;
      }
    });
  };
  const missing = (name: string) => new InputError(`There is no ${name} in ${root}.`);

  return {
    location: root,
    get: (name) => explain(`read ${name}`, () => readFile(pathOf(name)).catch(nullWhenMissing)),
    read: async function* (name) {
      try {
        for await (const piece of createReadStream(pathOf(name), { highWaterMark: 256 * 1024 })) yield piece;
      } catch (error) {
        throw isMissing(error) ? missing(name) : fileError(error, `read ${name} in ${root}`);
      }
    },
    stat: (name) =>
      explain(`read ${name}`, async () => {
        const found = await stat(pathOf(name)).catch(nullWhenMissing);
        return found?.isFile() ? { bytes: found.size } : null;
      }),
    put: (name, bytes) => write(name, (_, fill) => fill(bytes), rename),
    create: (name, bytes) =>
      write(
        name,
        (_, fill) => fill(bytes),
        async (temporary, path) => {
          const won = await link(temporary, path).then(() => true, falseWhenExists);
          await unlink(temporary);
          return won;
        },
      ),
    list: (prefix) => listFiles(root, checkPrefix(prefix)),
    delete: (name) =>
      explain(`delete ${name}`, async () => {
        await unlink(pathOf(name)).then(() => syncFolder(dirname(pathOf(name))), nullWhenMissing);
      }),
    download: async (name, path) => {
      const action = `copy ${name} to ${path}`;
      const found = await explain(action, () => stat(pathOf(name)).catch(nullWhenMissing));
      if (!found?.isFile()) throw missing(name);
      await writeLocalFile(
        path,
        createReadStream(pathOf(name), { highWaterMark: 1024 * 1024 }),
        `${action} in ${root}`,
      );
    },
    upload: async (from, name, options = {}) => {
      if (options.move && (await moveWithin(from, pathOf(name), explain))) return;
      await write(name, (temporary) => copyFile(from, temporary), rename);
      if (options.move) await unlink(from);
    },
    localPath: pathOf,
    scratch: () => explain("write", () => makeFolder(root).then(() => makeScratch(root))),
  };
}

/** Renames a file into its place; false when that is on another disk, where it has to be copied. */
function moveWithin(
  from: string,
  to: string,
  explain: <T>(action: string, act: () => Promise<T>) => Promise<T>,
): Promise<boolean> {
  return explain(`move ${from}`, async () => {
    await makeFolder(dirname(to));
    await syncFile(from);
    try {
      await rename(from, to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EXDEV") return false;
      throw error;
    }
    await syncFolder(dirname(to));
    return true;
  });
}

function nullWhenMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

function falseWhenExists(error: unknown): false {
  if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
  throw error;
}
