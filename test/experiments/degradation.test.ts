import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Artefact } from "#lib/report/index.ts";
import { tokenise } from "#lib/text/index.ts";
import { degradation } from "../../experiments/degradation.ts";
import { degradeStream } from "../../experiments/degradeStream.ts";
import { readStreams } from "../../experiments/remakeStudy.ts";
import { python } from "../python.ts";
import { rowsOf, scratchLaboratory } from "./scratchLaboratory.ts";

let scratch: Awaited<ReturnType<typeof scratchLaboratory>>;
let artefacts: Artefact[];
beforeAll(async () => {
  scratch = await scratchLaboratory();
  artefacts = await degradation.run(scratch.results, scratch.laboratory);
}, 90_000);
afterAll(() => scratch.end());

describe("the table of degradation", () => {
  const rows = (more: Record<string, string>) =>
    rowsOf(artefacts).filter((row) => Object.entries(more).every(([key, value]) => row[key] === value));

  test("begins with the study's own numbers, where nothing is worse", () => {
    const [bm25, oracle] = rows({ wording: "as they are" });
    const mean = (reader: string) => {
      const own = scratch.results.items.filter((i) => i.arm === "chat" && i.reader === reader && i.evidence !== "CHAT");
      return own.reduce((sum, { score }) => sum + score!, 0) / own.length;
    };
    expect(Number(bm25!.chat)).toBeCloseTo(mean("bm25"), 3);
    expect(Number(oracle!.chat)).toBeCloseTo(mean("oracle"), 3);
  });

  test("has chat unchanged by word errors when the questions are fixed, and asks other questions when they are rewritten", () => {
    const [base] = rows({ wording: "as they are", reader: "bm25" });
    for (const fixed of rows({ kept: "100 %", wording: "fixed", reader: "bm25" })) {
      expect([fixed.chat, fixed.chatChange, fixed.n]).toEqual([base!.chat, "0.000", base!.n]);
      expect(fixed.same).toBe(base!.n);
    }
    const [worst] = rows({ errors: "60 %", wording: "rewritten", reader: "bm25" });
    expect(Number(worst!.same)).toBeLessThan(Number(base!.n));
  });

  test("has the oracle lose exactly what less chat no longer shows", () => {
    const chat = ["50 %", "25 %", "10 %"].map((kept) =>
      Number(rows({ kept, wording: "fixed", reader: "oracle" })[0]!.chatChange),
    );
    expect(chat[0]).toBeLessThanOrEqual(0);
    expect(chat).toEqual(chat.slice().sort((a, b) => b - a));
    for (const row of rows({ reader: "oracle" })) expect(row.combined).toBe("1.000");
  });

  test("shows word errors that were counted, near to those that were asked for", () => {
    const counted = rows({ kept: "100 %", wording: "fixed", reader: "bm25" }).map(({ errors, measured }) => [
      Number.parseFloat(errors!),
      Number.parseFloat(measured!),
    ]);
    expect(counted.map(([asked]) => asked)).toEqual([10, 20, 30, 40, 60]);
    for (const [asked, measured] of counted) expect(Math.abs(measured! - asked!)).toBeLessThan(0.1 * asked! + 1);
  });
});

describe("a stream made worse", () => {
  test("keeps of a tenth of its chat only what it keeps of a half", async () => {
    const [stream] = await readStreams(scratch.laboratory.line);
    const kept = (chatShare: number) =>
      degradeStream(stream!, { wordErrorRate: 0, chatShare }, "en", "a").stream.messages.map(({ id }) => id);
    const half = new Set(kept(0.5));
    expect(kept(0.1).every((id) => half.has(id))).toBe(true);
    expect(kept(1)).toHaveLength(stream!.messages.length);
    expect(Math.abs(half.size / stream!.messages.length - 0.5)).toBeLessThan(0.1);
  });

  test("has the word errors that a program of other hands counts", async () => {
    const [stream] = await readStreams(scratch.laboratory.line);
    const worse = degradeStream(stream!, { wordErrorRate: 0.3, chatShare: 1 }, "en", "a");
    const pairs = stream!.utterances.map(({ text }, i) => [
      tokenise(text, "en"),
      tokenise(worse.stream.utterances[i]!.text, "en"),
    ]);
    const counted = python(
      `
import json, sys
from functools import lru_cache
def distance(a, b):
    @lru_cache(None)
    def d(i, j):
        if i == 0 or j == 0: return i + j
        return min(d(i - 1, j) + 1, d(i, j - 1) + 1, d(i - 1, j - 1) + (a[i - 1] != b[j - 1]))
    return d(len(a), len(b))
pairs = json.load(sys.stdin)
print(json.dumps([sum(len(a) for a, b in pairs), sum(distance(a, b) for a, b in pairs)]))`,
      pairs,
    );
    expect([worse.words, worse.wordErrors]).toEqual(counted);
  });
});
