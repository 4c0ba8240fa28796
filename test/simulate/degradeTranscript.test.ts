import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { degradeTranscript, simulateStream } from "#lib/simulate/index.ts";
import { tokenise } from "#lib/text/index.ts";
import { python } from "../python.ts";

const { spoken } = simulateStream({
  spec: { platform: "other", id: "a", language: "en", leak: 0, lagSeconds: 0, chatPerMinute: 1 },
  seed: "1",
});

/** Word error rate by Levenshtein's distance, by code that shares nothing with ours. */
const wordErrorRate = (pairs: [string[], string[]][]) =>
  python(
    `
import json, sys
errors = words = 0
for said, heard in json.load(sys.stdin):
    row = list(range(len(heard) + 1))
    for i, a in enumerate(said, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    errors += row[-1]
    words += len(said)
print(json.dumps(errors / words))
`,
    pairs,
  ) as number;

const degrade = (rate: number, seed = "noise") =>
  degradeTranscript(spoken, { wordErrorRate: rate, language: "en", random: seededRandom(seed) });

describe("degradeTranscript", () => {
  it("changes nothing but the confidence at a rate of 0", () => {
    expect(degrade(0).map(({ confidence: _, ...rest }) => rest)).toEqual(spoken);
  });

  it.each([0.05, 0.2, 0.6])("makes the planted word error rate: %d", (rate) => {
    const pairs = degrade(rate).map(({ text }, at): [string[], string[]] => [
      tokenise(spoken[at]!.text, "en"),
      tokenise(text, "en"),
    ]);
    // A best alignment can make do with a little less than what was done.
    const found = wordErrorRate(pairs);
    expect(found).toBeGreaterThan(rate * 0.9 - 0.01);
    expect(found).toBeLessThan(rate * 1.05 + 0.01);
  });

  it("leaves no utterance without a word, and every time as it was", () => {
    const heard = degrade(1);
    expect(heard.every(({ text }) => /\p{L}/u.test(text))).toBe(true);
    expect(heard.map(({ id, startMs, endMs }) => [id, startMs, endMs])).toEqual(
      spoken.map(({ id, startMs, endMs }) => [id, startMs, endMs]),
    );
  });

  it("is less sure of what it got wrong", () => {
    const sure = (rate: number) => {
      const all = degrade(rate).map(({ confidence }) => confidence!.avgLogprob!);
      return all.reduce((sum, value) => sum + value, 0) / all.length;
    };
    expect(sure(0)).toBeGreaterThan(sure(0.2) + 0.1);
    expect(sure(0.2)).toBeGreaterThan(sure(0.6) + 0.1);
  });

  it("depends on its random numbers alone", () => {
    expect(degrade(0.3)).toEqual(degrade(0.3));
    expect(degrade(0.3)).not.toEqual(degrade(0.3, "other"));
  });
});
