import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { ChatMessage } from "#lib/records/index.ts";
import { GzipLines } from "../../lib/corpus/import/gzipLines.ts";
import { HashSet128, hash128 } from "../../lib/corpus/import/hashSet.ts";
import { mergeRuns } from "../../lib/corpus/import/mergeRuns.ts";
import { messageLine } from "../../lib/corpus/import/messageLine.ts";
import { RunReader } from "../../lib/corpus/import/runReader.ts";
import { RunWriter } from "../../lib/corpus/import/runWriter.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-parts-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("the set of hashes", () => {
  test("says what a set of strings says, through growth", () => {
    const random = seededRandom("hashes");
    const hashes = new HashSet128();
    const strings = new Set<string>();
    for (let i = 0; i < 60_000; i++) {
      // Few bits, so that there are duplicates, also in single words.
      const words = [random.below(4) * 2 ** 30, random.below(300), random.below(9), random.below(9)] as const;
      const isNew = !strings.has(words.join());
      strings.add(words.join());
      if (hashes.add(...words) !== isNew) expect.fail(`${words.join()} was ${isNew ? "not there" : "there"}`);
    }
    expect(hashes.size).toBe(strings.size);
  });

  test("takes words with and without sign for the same, and holds the hash that is all zero", () => {
    const hashes = new HashSet128();
    expect([hashes.add(-1, -1, -1, -1), hashes.add(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff)]).toEqual([
      true,
      false,
    ]);
    expect([hashes.add(0, 0, 0, 0), hashes.add(0, 0, 0, 0)]).toEqual([true, false]);
  });
});

describe("sorted runs", () => {
  function sortThroughDisk(inputs: { atMs: number; line: string }[][]): string[] {
    const parts = inputs.map((rows, i) => {
      const files = { heads: join(folder, `${i}.heads`), body: join(folder, `${i}.body`) };
      const writer = new RunWriter(files);
      const zero = hash128("0".repeat(16));
      rows.forEach(({ atMs, line }, index) => {
        writer.add({ atMs, index, kind: 0, mayMention: false, id: zero, author: zero, line });
      });
      writer.close();
      return { runs: writer.runs, heads: openSync(files.heads, "r"), body: openSync(files.body, "r") };
    });
    const readers = parts.flatMap((part, i) => part.runs.map((run) => new RunReader(i, part, run, 64)));
    const lines = Array.from(mergeRuns(readers), (row) => row.line().toString());
    for (const { heads, body } of parts) {
      closeSync(heads);
      closeSync(body);
    }
    return lines;
  }

  test("give the rows of all inputs by time, then input, then place, for any disorder", () => {
    const random = seededRandom("runs");
    const inputs = [50_000, 20_000, 1, 0].map((rows, input) =>
      Array.from({ length: rows }, (_, i) => ({
        atMs: input === 1 ? i : random.below(30_000) - 500,
        line: `${input}:${i}:${"ネ".repeat(random.below(30))}`,
      })),
    );
    const expected = inputs
      .flatMap((rows, input) => rows.map((row, i) => ({ ...row, input, i })))
      .sort((a, b) => a.atMs - b.atMs || a.input - b.input || a.i - b.i)
      .map(({ line }) => line);
    expect(sortThroughDisk(inputs)).toEqual(expected);
  });

  test("hold a line that is longer than all memory set aside", () => {
    const long = "x".repeat(6 * 1024 * 1024);
    const rows = [3, 1, 2].map((atMs) => ({ atMs, line: `${atMs}${atMs === 1 ? long : ""}` }));
    expect(sortThroughDisk([rows])).toEqual([`1${long}`, "2", "3"]);
  });

  test("of a file in order are one run", () => {
    const writer = new RunWriter({ heads: join(folder, "h"), body: join(folder, "b") });
    const id = hash128("0".repeat(16));
    for (let index = 0; index < 40_000; index++)
      writer.add({ atMs: Math.floor(index / 3), index, kind: 0, mayMention: false, id, author: id, line: "x" });
    writer.close();
    expect(writer.runs).toEqual([{ rows: 40_000, firstRow: 0, bodyStart: 0 }]);
  });
});

describe("a message's line", () => {
  const least: ChatMessage = {
    id: "a",
    atMs: -5,
    author: "",
    roles: [],
    kind: "text",
    text: "",
    origin: { file: "f", index: 0 },
  };
  test.each<ChatMessage>([
    least,
    {
      ...least,
      text: 'quotes " and \\ and \u2028 and \n and 😀 and \ud800',
      id: '"',
      origin: { file: 'a"b.json', index: 12 },
    },
    {
      id: "b",
      atMs: 1e12,
      sentAt: "2026-01-01T00:00:00Z",
      author: "a_b",
      roles: ["moderator", 'x"y'],
      kind: "paid",
      amount: 1.5e-7,
      currency: "JPY",
      text: "t",
      emotes: ["e", "ネ"],
      origin: { file: "f", index: 1 },
    },
  ])("is what JSON.stringify makes of it", (message) => {
    expect(messageLine(message)).toBe(JSON.stringify(message));
    expect(ChatMessage.parse(JSON.parse(messageLine(message)))).toEqual(message);
  });
});

describe("lines in gzip", () => {
  async function write(lines: readonly string[]) {
    const path = join(folder, "lines.gz");
    const out = new GzipLines(path);
    for (const line of lines) if (out.add(Buffer.from(line))) await out.flush();
    const result = await out.finish();
    out.close();
    return { ...result, text: gunzipSync(readFileSync(path)).toString() };
  }

  test("come out as they went in, in many blocks, with the hash and size of the content", async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `${i} ${"words ".repeat(i % 40)}`);
    lines.push("y".repeat(3_000_000), "z");
    const { text, bytes, sha256 } = await write(lines);
    expect(text === `${lines.join("\n")}\n`).toBe(true);
    expect(bytes).toBe(text.length);
    const { createHash } = await import("node:crypto");
    expect(sha256).toBe(createHash("sha256").update(text).digest("hex"));
  });

  test("may be none at all", async () => {
    expect(await write([])).toMatchObject({ text: "", bytes: 0 });
  });
});
