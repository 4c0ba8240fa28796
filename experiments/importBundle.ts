import { join } from "node:path";
import { parseDocument } from "yaml";
import type { Clock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { type BundleAbout, type BundleEntry, readBundle } from "#lib/replay/index.ts";
import { openDirectoryStore, type Store } from "#lib/store/index.ts";
import { remakeTables } from "./remakeTables.ts";

/**
 * Unpacks a bundle into a new folder. Scores become the study's tables: those that count answers are made again, those that
 * read chat or speech are as they were. A full bundle becomes a study folder with its corpus, whose sources are the records
 * within it.
 *
 * @returns what the bundle says of itself, and the names of what was written
 * @throws InputError where the folder is in use, or the file is no bundle or damaged
 */
export async function importBundle(options: {
  path: string;
  folder: string;
  clock: Clock;
  say(text: string): void;
}): Promise<{ about: BundleAbout; files: string[] }> {
  const { path, folder } = options;
  const out = openDirectoryStore(folder);
  for await (const name of out.list(""))
    throw new InputError(`--out ${folder}: expected a new or empty folder, found ${name} in it. Name another folder.`);
  const { about, entries } = await readBundle(path);
  if (about.bundle === "full") return { about, files: await unpack(entries, out, about.study) };
  const { kept, made } = await remakeTables({ ...options, about, entries, names: [] });
  const files: string[] = [];
  for (const { name, bytes } of [...kept, ...made]) {
    await out.put(name, bytes);
    files.push(join(folder, name));
  }
  return { about, files };
}

/** Writes the objects of a full bundle, and a study.yaml that starts from them. */
async function unpack(entries: AsyncIterable<BundleEntry>, out: Store, study: string): Promise<string[]> {
  const files: string[] = [];
  try {
    for await (const { name, bytes } of entries) {
      await out.put(name, bytes);
      files.push(name);
    }
  } catch (error) {
    // Only its last line says that a bundle is whole: what was unpacked of a damaged one is nothing.
    for (const name of files) await out.delete(name);
    throw error;
  }
  const folder = `corpus/studies/${study}`;
  const declared = parseDocument(Buffer.from((await out.get(`${folder}/study.yaml`)) ?? "").toString("utf8"));
  declared.set("corpus", "corpus");
  declared.delete("sources");
  declared.delete("key");
  const sheets = files.filter((name) => name.startsWith("audit/"));
  if (sheets.length > 0) declared.set("audit", sheets);
  await out.put("study.yaml", Buffer.from(declared.toString()));
  const frame = await out.get(`${folder}/frame.json`);
  if (frame) await out.put("frame.json", frame);
  return [...files, "study.yaml"];
}
