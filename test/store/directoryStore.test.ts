import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { storeContract } from "./contract.ts";

storeContract("directory", async () => {
  const path = await mkdtemp(join(tmpdir(), "livecorpus-store-"));
  return { store: openDirectoryStore(join(path, "not", "yet")), close: () => rm(path, { recursive: true }) };
});

const racer = join(import.meta.dirname, "racer.ts");
let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "livecorpus-store-"));
});
afterEach(() => rm(path, { recursive: true }));

function start(verb: string): ChildProcess {
  return spawn(process.execPath, [racer, verb, path], { stdio: ["ignore", "pipe", "inherit"] });
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout!.on("data", (piece) => {
    text += piece;
  });
  await once(child, "close");
  return text;
}

test("of three processes that create the same hundred names each name has one winner", async () => {
  const outputs = await Promise.all([1, 2, 3].map(() => outputOf(start("create"))));
  const racers = outputs.map((text) => JSON.parse(text) as { pid: number; won: number[] });
  const winners = racers.flatMap(({ won }) => won).sort((a, b) => a - b);
  expect(winners).toEqual(Array.from({ length: 100 }, (_, i) => i));
  const store = openDirectoryStore(path);
  for (const { pid, won } of racers)
    for (const i of won)
      expect(Buffer.from((await store.get(`leases/${i}`))!).equals(Buffer.alloc(300_000, String(pid % 10)))).toBe(true);
});

test("after a kill in the middle of writes every object is whole and nothing half-written is listed", async () => {
  for (const afterMs of [20, 60, 110]) {
    const child = start("put");
    await once(child.stdout!, "data");
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    child.kill("SIGKILL");
    await once(child, "close");
    const store = openDirectoryStore(path);
    let objects = 0;
    for await (const name of store.list("")) {
      const body = Buffer.from((await store.get(name))!);
      expect(body.equals(Buffer.alloc(300_000, body[0]))).toBe(true);
      objects++;
    }
    expect(objects).toBeGreaterThan(0);
  }
});

test("a scratch folder of a process that is gone is removed by the next", async () => {
  const store = openDirectoryStore(path);
  const mine = await store.scratch();
  const name = mine.split("/").pop()!;
  const gone = join(mine, "..", name.replace(`.${process.pid}.`, ".4194999."));
  await mkdir(gone);
  await writeFile(join(gone, "raw"), "x");
  await store.scratch();
  const left = await readdir(join(mine, ".."));
  expect(left).toContain(name);
  expect(left.filter((one) => one.includes(".4194999."))).toEqual([]);
});

test("folders may be links to another disk", async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), "livecorpus-elsewhere-"));
  await symlink(elsewhere, join(path, "raw"));
  const store = openDirectoryStore(path);
  await store.put("raw/a", Buffer.from("x"));
  const names: string[] = [];
  for await (const name of store.list("")) names.push(name);
  expect(names).toEqual(["raw/a"]);
  await rm(elsewhere, { recursive: true });
});

test("where the file system refuses, the InputError says what and what to do", async () => {
  await writeFile(join(path, "file"), "");
  const store = openDirectoryStore(join(path, "file", "corpus"));
  const put = store.put("a", Buffer.from("x"));
  await expect(put).rejects.toThrow(InputError);
  await expect(put).rejects.toThrow(/write a in .*file.corpus.*ENOTDIR/);
});

test("a store that is a file, or that no one can make, is refused and not waited for", async () => {
  await writeFile(join(path, "file"), "");
  await expect(openDirectoryStore(join(path, "file")).put("a", Buffer.from("x"))).rejects.toThrow(
    /there is a file where a folder was expected.*EEXIST/,
  );
  // The kernel's own file system says ENOENT to every new folder.
  const nowhere = openDirectoryStore("/proc/livecorpus/corpus").put("a", Buffer.from("x"));
  await expect(nowhere).rejects.toThrow(/cannot be made \(ENOENT\)/);
  expect(() => openDirectoryStore("")).toThrow(InputError);
});
