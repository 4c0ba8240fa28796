import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "#lib/errors.ts";
import { type BundleAbout, type BundleEntry, readBundle, writeBundle } from "#lib/replay/index.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-bundle-"));
  path = join(folder, "a.gz");
});
afterEach(() => rm(folder, { recursive: true }));

const about: BundleAbout = {
  ...{ bundle: "scores", version: 1, study: "s", title: "S", code: "c" },
  ...{ models: [], prices: null, tables: {} },
};
// A separator that some readers of lines end a line at, bytes that are no text, and nothing at all.
const entries: BundleEntry[] = [
  { name: "a/b.json", bytes: Buffer.from("one\u2028two\nthree") },
  { name: "c.bin", bytes: Buffer.from([0xff, 0x00, 0xfe]) },
  { name: "empty", bytes: Buffer.from("") },
];

async function readAll(file = path): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const { name, bytes } of (await readBundle(file)).entries)
    found.push([name, Buffer.from(bytes).toString("latin1")]);
  return found;
}

describe("a bundle", () => {
  it("gives back what was put in, byte for byte, and is the same file each time", async () => {
    expect(await writeBundle(path, about, entries)).toBe(3);
    expect((await readBundle(path)).about).toEqual(about);
    expect(await readAll()).toEqual(entries.map(({ name, bytes }) => [name, Buffer.from(bytes).toString("latin1")]));
    const first = await readFile(path);
    await writeBundle(path, about, entries);
    expect((await readFile(path)).equals(first)).toBe(true);
  });

  it("is whole or not there: entries that fail leave no file", async () => {
    const failing = (async function* () {
      yield entries[0]!;
      throw new Error("no more");
    })();
    await expect(writeBundle(path, about, failing)).rejects.toThrow("no more");
    expect(await readdir(folder)).toEqual([]);
  });

  /** The bundle with its lines changed. */
  async function changed(change: (lines: string[]) => string[]): Promise<void> {
    await writeBundle(path, about, entries);
    const lines = gunzipSync(await readFile(path))
      .toString("utf8")
      .trimEnd()
      .split("\n");
    await writeFile(
      path,
      gzipSync(
        change(lines)
          .map((line) => `${line}\n`)
          .join(""),
      ),
    );
  }

  it.each<[string, (lines: string[]) => string[], string]>([
    ["without its last line", (lines) => lines.slice(0, -1), "It was cut off"],
    ["with a changed entry", (lines) => lines.map((line) => line.replace("three", "four")), "The bundle was changed"],
    ["with another title", (lines) => lines.map((line) => line.replace('"S"', '"T"')), "The bundle was changed"],
    ["with an entry taken out", (lines) => lines.filter((line) => !line.includes("c.bin")), "found 2 with"],
    ["with a broken line", (lines) => [lines[0]!, "{", ...lines.slice(1)], "entry 1 is damaged"],
    [
      "that writes outside of its folder",
      (lines) => lines.map((line) => line.replace("a/b.json", "../b.json")),
      "../b.json",
    ],
    ["that writes to the root", (lines) => lines.map((line) => line.replace("a/b.json", "/etc/b")), "/etc/b"],
  ])("%s is refused", async (_what, change, expected) => {
    await changed(change);
    await expect(readAll()).rejects.toThrow(InputError);
    await expect(readAll()).rejects.toThrow(expected);
  });

  it.each<[string, Buffer, string]>([
    ["text", Buffer.from("hello"), "incorrect header check"],
    ["another gzip", gzipSync("hello"), "expected a bundle"],
    ["half a gzip", gzipSync("hello".repeat(999)).subarray(0, 20), "unexpected end of file"],
    ["nothing", Buffer.from(""), "unexpected end of file"],
  ])("that is %s is refused", async (_what, bytes, expected) => {
    await writeFile(path, bytes);
    await expect(readBundle(path)).rejects.toThrow(InputError);
    await expect(readBundle(path)).rejects.toThrow(expected);
    await expect(readBundle(join(folder, "none.gz"))).rejects.toThrow(/none.gz cannot be read as a bundle \(ENOENT/);
  });
});
