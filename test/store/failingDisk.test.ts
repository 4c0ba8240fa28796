import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { importFiles, openCorpus } from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { twitchFile } from "../corpus/twitchFile.ts";

const filler = join(import.meta.dirname, "filler.ts");
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-disk-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Does something without the rights of the superuser, from whom no directory is safe. */
async function asNobody<T>(act: () => Promise<T>): Promise<T> {
  if (process.getuid!() !== 0) return act();
  process.seteuid!(65534);
  try {
    return await act();
  } finally {
    process.seteuid!(0);
  }
}

async function everything(path: string): Promise<string[]> {
  return (await readdir(path, { recursive: true })).sort();
}

test.each(["put", "create", "upload"])(
  "a %s for which there is no room says so and leaves what was there",
  async (verb) => {
    const source = join(folder, "source");
    await writeFile(source, Buffer.alloc(1_000_000, 7));
    const path = join(folder, "store");
    // More than 200,000 bytes are refused by the system in the middle of the write, as by a disk that is full.
    const args = ["--fsize=200000", process.execPath, filler, verb, path, source];
    const { stdout, stderr } = spawnSync("prlimit", args, { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^InputError: Cannot write large.* in .*make room and run the same command again \(EFBIG\)/);
    expect(await everything(path)).toEqual(["large", "small"]);
    expect(await readFile(join(path, "small"), "utf8")).toBe("small");
    expect(await readFile(join(path, "large"), "utf8")).toBe("as it was");
  },
);

test("an import for which there is no room leaves the corpus as it was, and is done when there is", async () => {
  const file = join(folder, "chat.json");
  const comments = Array.from({ length: 3000 }, (_, i) => ({
    id: `m${i}`,
    seconds: i,
    author: `v${i % 7}`,
    body: `line ${i}`,
  }));
  await writeFile(file, twitchFile(comments));
  const corpusFolder = join(folder, "corpus");
  const corpus = await openCorpus(openDirectoryStore(corpusFolder), { create: true, key: Buffer.alloc(32, 1) });
  const before = (await everything(corpusFolder)).filter((name) => !name.startsWith(".scratch"));
  const limited = spawnSync("prlimit", ["--fsize=100000", process.execPath, filler, "import", corpusFolder, file], {
    encoding: "utf8",
  });
  expect(limited.stdout).toMatch(/^InputError: Cannot import into .*make room and run the same command again/);
  expect((await everything(corpusFolder)).filter((name) => !name.startsWith(".scratch"))).toEqual(before);
  const clock = fixedClock("2026-01-01T00:00:00Z");
  const [step] = await importFiles({ corpus, video: { platform: "twitch", id: "1" }, files: [file], clock });
  expect(step).toMatchObject({ step: "chat", unchanged: false, n: 1 });
  expect(await readdir(join(corpusFolder, ".scratch"))).toEqual([]);
});

test("a directory that may not be written to is read all the same, and every write says why not", async () => {
  const path = join(folder, "corpus");
  const writer = openDirectoryStore(path);
  await writer.put("videos/a", Buffer.from("text"));
  await writeFile(join(folder, "file"), "text");
  for (const each of [join(path, "videos"), path]) await chmod(each, 0o555);
  await chmod(folder, 0o755);
  await asNobody(async () => {
    const store = openDirectoryStore(path);
    expect(Buffer.from((await store.get("videos/a"))!).toString()).toBe("text");
    const names: string[] = [];
    for await (const name of store.list("")) names.push(name);
    expect(names).toEqual(["videos/a"]);
    const text = Buffer.from("x");
    const writes = [
      () => store.put("videos/a", text),
      () => store.create("videos/b", text),
      () => store.put("new/folder/a", text),
      () => store.delete("videos/a"),
      () => store.upload(join(folder, "file"), "videos/c"),
      () => store.scratch(),
    ];
    for (const write of writes) await expect(write(), String(write)).rejects.toThrow(/permission is denied.*EACCES/);
  });
  for (const each of [path, join(path, "videos")]) await chmod(each, 0o755);
  expect(await everything(path)).toEqual(["videos", "videos/a"]);
  expect(await readFile(join(path, "videos", "a"), "utf8")).toBe("text");
});
