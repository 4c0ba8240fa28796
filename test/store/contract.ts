import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import type { Store } from "#lib/store/index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (found: Uint8Array | null) => (found === null ? null : new TextDecoder().decode(found));

async function namesOf(store: Store, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const name of store.list(prefix)) names.push(name);
  return names;
}

/** The promises that every store keeps; `open` gives a new empty one. */
export function storeContract(kind: string, open: () => Promise<{ store: Store; close(): Promise<void> }>): void {
  describe(`a ${kind} as a store`, () => {
    let store: Store;
    let close: () => Promise<void>;
    let folder: string;
    beforeEach(async () => {
      ({ store, close } = await open());
      folder = await mkdtemp(join(tmpdir(), "livecorpus-contract-"));
    });
    afterEach(async () => {
      await close();
      await rm(folder, { recursive: true });
    });

    test("gives back what was put, byte for byte", async () => {
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      await store.put("a/b.bin", all);
      expect(new Uint8Array((await store.get("a/b.bin"))!)).toEqual(all);
      expect(await store.stat("a/b.bin")).toEqual({ bytes: 256 });
    });

    test("holds empty objects", async () => {
      await store.put("empty", bytes(""));
      expect(textOf(await store.get("empty"))).toBe("");
      expect(await store.stat("empty")).toEqual({ bytes: 0 });
    });

    test("says null for what is not there, also where a name is the start of another", async () => {
      await store.put("a/b/c", bytes("x"));
      for (const name of ["a", "a/b", "a/b/c/d", "nothing"]) {
        expect(await store.get(name)).toBeNull();
        expect(await store.stat(name)).toBeNull();
      }
    });

    test("put replaces the whole object", async () => {
      await store.put("a", bytes("a long first text"));
      await store.put("a", bytes("short"));
      expect(textOf(await store.get("a"))).toBe("short");
    });

    test("create leaves an object that exists as it is and says so", async () => {
      expect(await store.create("a", bytes("first"))).toBe(true);
      expect(await store.create("a", bytes("second"))).toBe(false);
      expect(textOf(await store.get("a"))).toBe("first");
    });

    test("of many that create one name, exactly one wins and its bytes are there", async () => {
      const all = Array.from({ length: 20 }, (_, i) => `${i}`.repeat(10_000));
      const won = await Promise.all(all.map((text) => store.create("race/1", bytes(text))));
      expect(won.filter((one) => one)).toHaveLength(1);
      expect(textOf(await store.get("race/1"))).toBe(all[won.indexOf(true)]);
    });

    test("reads an object in pieces", async () => {
      const text = "0123456789".repeat(100_000);
      await store.put("long", bytes(text));
      const pieces: Uint8Array[] = [];
      for await (const piece of store.read("long")) pieces.push(piece);
      expect(Buffer.concat(pieces).toString()).toBe(text);
    });

    test("reading what is not there is an InputError that names it", async () => {
      const read = async () => {
        for await (const _ of store.read("none/such"));
      };
      await expect(read).rejects.toThrow(InputError);
      await expect(read).rejects.toThrow("none/such");
      await expect(store.download("none/such", join(folder, "x"))).rejects.toThrow(InputError);
    });

    test("lists in code-unit order of the whole names, folders or not", async () => {
      const names = ["a-b", "a/b", "a/B", "a0", "a.txt", "b/c/d", "b/c-d", "ア/x", "é", "z"];
      for (const name of names) await store.put(name, bytes(name));
      expect(await namesOf(store, "")).toEqual(names.slice().sort());
    });

    test("lists by any prefix, also by part of a name", async () => {
      for (const name of ["v/a.1.json", "v/a.10.json", "v/ab.1.json", "v/b/c", "w"]) await store.put(name, bytes("x"));
      expect(await namesOf(store, "v/a.")).toEqual(["v/a.1.json", "v/a.10.json"]);
      expect(await namesOf(store, "v/")).toEqual(["v/a.1.json", "v/a.10.json", "v/ab.1.json", "v/b/c"]);
      expect(await namesOf(store, "v/b")).toEqual(["v/b/c"]);
      expect(await namesOf(store, "x")).toEqual([]);
    });

    test("deletes, also what is not there", async () => {
      await store.put("a/b", bytes("x"));
      await store.delete("a/b");
      await store.delete("a/b");
      expect(await store.get("a/b")).toBeNull();
      expect(await namesOf(store, "")).toEqual([]);
    });

    test("uploads a file by copy or by move and downloads it again", async () => {
      const path = join(folder, "file");
      await writeFile(path, "kept");
      await store.upload(path, "copied");
      expect(await readFile(path, "utf8")).toBe("kept");
      await store.upload(path, "deep/er/moved", { move: true });
      await expect(readFile(path)).rejects.toThrow("ENOENT");
      expect(textOf(await store.get("copied"))).toBe("kept");
      await store.download("deep/er/moved", join(folder, "back"));
      expect(await readFile(join(folder, "back"), "utf8")).toBe("kept");
    });

    test("a download to a disk that is full says so and leaves nothing", async () => {
      await store.put("a", bytes("text"));
      // The device on which every write finds no space; a link, so that what is cleared away is the link.
      await symlink("/dev/full", join(folder, "full"));
      const download = store.download("a", join(folder, "full"));
      await expect(download).rejects.toThrow(InputError);
      await expect(download).rejects.toThrow(/the disk is full.*ENOSPC/);
      expect(await readdir(folder)).toEqual([]);
    });

    test("a download to where no folder is says so", async () => {
      await store.put("a", bytes("text"));
      const download = store.download("a", join(folder, "none", "a"));
      await expect(download).rejects.toThrow(InputError);
      await expect(download).rejects.toThrow(/ENOENT/);
    });

    test("a download that fails before its first byte leaves the file that was there", async () => {
      const path = join(folder, "kept");
      await writeFile(path, "kept");
      await expect(store.download("none", path)).rejects.toThrow(InputError);
      expect(await readFile(path, "utf8")).toBe("kept");
    });

    test("gives scratch folders that are apart, empty and not listed", async () => {
      const one = await store.scratch();
      const two = await store.scratch();
      await writeFile(join(one, "half"), "x");
      expect(two).not.toBe(one);
      expect(await namesOf(store, "")).toEqual([]);
    });

    test.each([
      "",
      "/etc/passwd",
      "a//b",
      "a/",
      "..",
      "a/../b",
      "./a",
      ".hidden",
      "a/.tmp.1",
      "nul\u0000byte",
      "line\nbreak",
      "back\\slash",
      "lone\ud800surrogate",
      "x".repeat(241),
    ])("refuses the name %j everywhere", async (name) => {
      await expect(async () => await store.put(name, bytes("x"))).rejects.toThrow(InputError);
      await expect(async () => await store.create(name, bytes("x"))).rejects.toThrow(InputError);
      await expect(async () => await store.get(name)).rejects.toThrow(InputError);
      await expect(async () => await store.delete(name)).rejects.toThrow(InputError);
    });
  });
}
