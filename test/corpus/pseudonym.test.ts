import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makePseudonymiser, readPseudonymKey } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { python } from "../python.ts";

const key = Buffer.from("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "hex");

describe("pseudonyms", () => {
  test("are what Python's hmac and base64 make of platform and id", () => {
    const ids = [
      "viewer_a",
      "UCabc-123",
      "山田 太郎",
      "😀",
      "x".repeat(5000),
      ...Array.from({ length: 200 }, (_, i) => `v${i}`),
    ];
    const expected = python(
      `
import base64, hashlib, hmac, json, sys
key, ids = json.load(sys.stdin)
of = lambda i: hmac.new(bytes.fromhex(key), ("youtube\\n" + i).encode(), hashlib.sha256).digest()
print(json.dumps(["a_" + base64.b32encode(of(i)).decode().lower()[:16] for i in ids]))`,
      [key.toString("hex"), ids],
    );
    const pseudonyms = makePseudonymiser(key, "youtube");
    expect(ids.map((id) => pseudonyms.author({ id, name: "shown" }))).toEqual(expected);
    expect(ids.map((name) => pseudonyms.name(name))).toEqual(expected);
  });

  test("go by the id where there is one, else by the name", () => {
    const { author, name } = makePseudonymiser(key, "twitch");
    expect(author({ id: "7", name: "viewer_a" })).toBe(author({ id: "7", name: "viewer_renamed" }));
    expect(author({ id: "7", name: "viewer_a" })).not.toBe(author({ name: "viewer_a" }));
    expect(author({ name: "viewer_a" })).toBe(name("viewer_a"));
  });

  test("differ between platforms and between keys", () => {
    const all = [
      makePseudonymiser(key, "twitch"),
      makePseudonymiser(key, "youtube"),
      makePseudonymiser(Buffer.alloc(32), "twitch"),
    ];
    expect(new Set(all.map(({ name }) => name("viewer_a"))).size).toBe(3);
  });

  test("of a handle are those of the name without its @, and nobody has none", () => {
    const { author, name } = makePseudonymiser(key, "youtube");
    expect(name("@viewer_a")).toBe(name(" viewer_a "));
    expect(author({ name: "" })).toBe("");
  });

  test("are remembered right when there are more authors than are kept", () => {
    const { name } = makePseudonymiser(key, "twitch");
    const first = name("v0");
    for (let i = 0; i < 120_000; i++) name(`v${i}`);
    expect(name("v0")).toBe(first);
  });
});

describe("the pseudonym key", () => {
  let home: string;
  const randomBytes = (count: number) => new Uint8Array(count).fill(0xab);
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "livecorpus-key-"));
  });
  afterEach(() => rm(home, { recursive: true }));

  test("is made at first use in the home folder, for its owner only, and kept", async () => {
    const made = await readPseudonymKey({ env: { HOME: home }, randomBytes });
    expect(Buffer.from(made).toString("hex")).toBe("ab".repeat(32));
    const file = join(home, ".config", "livecorpus", "pseudonym.key");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toBe(`${"ab".repeat(32)}\n`);
    const again = await readPseudonymKey({ env: { HOME: home }, randomBytes: () => new Uint8Array(32) });
    expect(Buffer.from(again).equals(Buffer.from(made))).toBe(true);
  });

  test("is one key for many first uses at once", async () => {
    const keys = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        readPseudonymKey({ env: { HOME: home }, randomBytes: (count) => new Uint8Array(count).fill(i) }),
      ),
    );
    expect(new Set(keys.map((one) => Buffer.from(one).toString("hex"))).size).toBe(1);
  });

  test("comes from --key before the environment, and a named file is never made", async () => {
    await writeFile(join(home, "a"), "aa".repeat(32));
    await writeFile(join(home, "b"), `${"bb".repeat(32)}\n`);
    const env = { HOME: home, LIVECORPUS_KEY_FILE: join(home, "b") };
    expect((await readPseudonymKey({ file: join(home, "a"), env, randomBytes }))[0]).toBe(0xaa);
    expect((await readPseudonymKey({ env, randomBytes }))[0]).toBe(0xbb);
    await expect(readPseudonymKey({ file: join(home, "c"), env, randomBytes })).rejects.toThrow(InputError);
  });

  test("that is no key is an InputError", async () => {
    await writeFile(join(home, "short"), "abcd");
    await expect(readPseudonymKey({ file: join(home, "short"), env: {}, randomBytes })).rejects.toThrow(
      /64 hexadecimal/,
    );
    await expect(readPseudonymKey({ env: {}, randomBytes })).rejects.toThrow(InputError);
  });
});
