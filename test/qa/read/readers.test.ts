import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import {
  type Body,
  bm25,
  choicesOnly,
  makeBody,
  oracle,
  type PublicQuestion,
  type Reader,
  type Reply,
  readerNamed,
  slidingWindow,
} from "#lib/qa/index.ts";
import { stopWords } from "#lib/text/index.ts";
import { python } from "../../python.ts";
import { chunkOf } from "../talk.ts";

const words = "alpha beta gamma delta the of lantern bridge whistle candle mirror ladder roof a was compass".split(" ");
const random = seededRandom("readers");
const some = (least: number, most: number) =>
  Array.from({ length: least + random.below(most - least + 1) }, () => random.pick(words)).join(" ");
const cases = Array.from({ length: 60 }, (_, i) => ({
  lines: Array.from({ length: 1 + random.below(12) }, () => some(1, 9)),
  stem: some(2, 6),
  choices: [0, 1, 2, 3].map((k) => `${some(1, 4)} only${i}x${k}`),
}));
const bodyOf = (lines: readonly string[]): Body => {
  const chunk = chunkOf(
    "v",
    1,
    lines.map((line) => ["CHAT", line] as const),
  );
  return makeBody(chunk, chunk.lines, "en");
};
const questionOf = (stem: string, choices: string[], id = "q"): PublicQuestion => ({
  id,
  kind: "topic",
  language: "en",
  stem,
  choices,
});
const ask = (reader: Reader, question: PublicQuestion, body: Body | null) => reader.answer(question, body) as Reply;
const closeTo = (ours: readonly (readonly number[])[], theirs: unknown) =>
  ours.forEach((scores, i) => {
    scores.forEach((score, k) => {
      expect(score).toBeCloseTo((theirs as number[][])[i]![k]!, 9);
    });
  });

describe("the readers score as their papers say", () => {
  const input = { cases, stop: [...stopWords("en")] };

  it("sliding window, with and without distance, as an independent reading of MCTest's algorithms does", () => {
    const code = `
import json, sys, math
data = json.load(sys.stdin)
stop = set(data["stop"])
def score(passage, stem, choice, distance):
    S = set(stem) | set(choice)
    best = 0.0
    for j in range(-len(S), len(passage)):
        total = sum(math.log(1 + 1 / passage.count(w)) for w in passage[max(0, j):j + len(S)] if w in S)
        best = max(best, total)
    if not distance: return best
    there = set(passage)
    SQ = (set(stem) & there) - stop
    SA = ((set(choice) & there) - set(stem)) - stop
    if not SQ or not SA: return best - 1
    gap = min(abs(i - j) for i, p in enumerate(passage) if p in SQ for j, q in enumerate(passage) if q in SA)
    return best - gap / (len(passage) - 1)
print(json.dumps([[[score(" ".join(c["lines"]).split(), c["stem"].split(), a.split(), d) for a in c["choices"]] for c in data["cases"]] for d in (False, True)]))`;
    const [plain, withDistance] = python(code, input) as number[][][];
    for (const [distance, theirs] of [
      [false, plain],
      [true, withDistance],
    ] as const) {
      const reader = slidingWindow({ seed: "1", distance });
      closeTo(
        cases.map(({ lines, stem, choices }) => ask(reader, questionOf(stem, choices), bodyOf(lines)).scores!),
        theirs,
      );
    }
  });

  it("BM25 with k1 = 1.2 and b = 0.75, the best line that holds a word of the choice", () => {
    const code = `
import json, sys, math
data = json.load(sys.stdin)
stop = set(data["stop"])
def best(lines, stem, choice):
    docs = [line.split() for line in lines]
    mean = sum(map(len, docs)) / len(docs)
    query = (set(stem) | set(choice)) - stop
    top = 0.0
    for doc in docs:
        if not (set(choice) - stop) & set(doc): continue
        total = 0.0
        for w in query:
            n = sum(w in d for d in docs)
            f = doc.count(w)
            total += math.log(1 + (len(docs) - n + 0.5) / (n + 0.5)) * f * 2.2 / (f + 1.2 * (0.25 + 0.75 * len(doc) / mean))
        top = max(top, total)
    return top
print(json.dumps([[best(c["lines"], c["stem"].split(), a.split()) for a in c["choices"]] for c in data["cases"]]))`;
    const reader = bm25({ seed: "1" });
    closeTo(
      cases.map(({ lines, stem, choices }) => ask(reader, questionOf(stem, choices), bodyOf(lines)).scores!),
      python(code, input),
    );
  });
});

describe("what must not decide an answer", () => {
  const readers = ["sliding-window", "sliding-window-distance", "bm25", "choices-only"].map((name) =>
    readerNamed(name, { seed: "1", questions: [], chunks: [] }),
  );

  it("the order of the choices, ties included", () => {
    for (const reader of readers)
      for (const { lines, stem, choices } of cases)
        for (const body of [bodyOf(lines), bodyOf(["nothing here"]), null]) {
          const texts = [0, 1, 2, 3].map((turn) => {
            const turned = [...choices.slice(turn), ...choices.slice(0, turn)];
            return turned[ask(reader, questionOf(stem, turned), body).choice!];
          });
          expect(new Set(texts).size, reader.name).toBe(1);
        }
  });

  it("the order of the lines, for the readers that say so", () => {
    for (const reader of readers.filter(({ blindToLineOrder }) => blindToLineOrder))
      for (const { lines, stem, choices } of cases) {
        const question = questionOf(stem, choices);
        const turned = ask(reader, question, bodyOf(lines.slice().reverse()));
        expect(turned.choice).toBe(ask(reader, question, bodyOf(lines)).choice);
      }
    expect(readers.map(({ blindToLineOrder }) => blindToLineOrder)).toEqual([false, false, true, true]);
  });

  it("anything where nothing is shown: each text is chosen about equally often", () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2000; i++) {
      const { choice } = ask(readers[2]!, questionOf("stem", ["one", "two", "six", "ten"], `q${i}`), null);
      counts.set(String(choice), (counts.get(String(choice)) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(80);
    expect(counts.size).toBe(4);
  });
});

describe("choices only, a control", () => {
  const rate = (give: (right: string, stem: string) => { right: string; stem: string }) => {
    const reader = choicesOnly({ seed: "1" });
    const draw = seededRandom("control");
    let correct = 0;
    for (let i = 0; i < 400; i++) {
      const text = () =>
        draw.shuffle("lantern bridge whistle candle mirror ladder compass".split(" ")).slice(0, 2).join(" ");
      const { right, stem } = give(text(), "What was said?");
      const choices = [right, text(), text(), text()];
      const order = draw.shuffle([0, 1, 2, 3]);
      const { choice } = ask(
        reader,
        questionOf(
          stem,
          order.map((k) => choices[k]!),
          `q${i}`,
        ),
        null,
      );
      if (order[choice!] === 0) correct++;
    }
    return correct / 400;
  };

  it("stays at chance where nothing is given away", () => {
    expect(Math.abs(rate((right, stem) => ({ right, stem })) - 0.25)).toBeLessThan(0.09);
  });

  it("beats chance on a right choice that is longer, and on one that repeats the question", () => {
    expect(rate((right, stem) => ({ right: `${right} and much more besides`, stem }))).toBeGreaterThan(0.8);
    expect(rate((right, stem) => ({ right, stem: `${stem} About the ${right}?` }))).toBeGreaterThan(0.6);
  });
});

describe("the oracle", () => {
  const chunk = chunkOf("v", 1, [
    ["SPEECH", "a"],
    ["CHAT", "b"],
  ]);
  const questions = Array.from({ length: 200 }, (_, i) => ({
    ...questionOf("stem", ["one", "two", "six", "ten"], `q${i}`),
    chunk: { video: chunk.video, index: 1 },
    answer: i % 4,
    evidence: [{ line: 0, source: "SPEECH" as const }],
    distractorsFrom: [null, null, null, null],
    writer: { name: "w", version: "1", seed: "1" },
  }));
  const reader = readerNamed("oracle", { seed: "1", questions, chunks: [chunk] });
  const right = (body: Body | null) =>
    questions.filter((q) => ask(reader, questionOf(q.stem, q.choices, q.id), body).choice === q.answer).length;

  it("is right exactly when a line of the evidence is shown, else it guesses", () => {
    expect(right(makeBody(chunk, chunk.lines, "en"))).toBe(200);
    expect(right(makeBody(chunk, chunk.lines.slice(0, 1), "en"))).toBe(200);
    for (const blind of [null, makeBody(chunk, chunk.lines.slice(1), "en")])
      expect(Math.abs(right(blind) - 50)).toBeLessThan(25);
  });

  it("does not take a line of the same name in another video for evidence", () => {
    expect(right(makeBody({ video: { platform: "other", id: "w" }, index: 1 }, chunk.lines, "en"))).toBeLessThan(75);
  });

  it("is made of whatever names the evidence lines", () => {
    const own = oracle({ questions, refsOf: () => ["v.1.1"], seed: "1" });
    expect(ask(own, questions[3]!, makeBody(chunk, chunk.lines.slice(1), "en")).choice).toBe(3);
  });
});

it("a reader that does not exist is named with those that do", () => {
  expect(() => readerNamed("gpt", { seed: "1", questions: [], chunks: [] })).toThrow(
    "There is no reader gpt. Name one of sliding-window, sliding-window-distance, bm25, choices-only, oracle in study.yaml, or model: and one of its models.",
  );
  expect(() => readerNamed("toString", { seed: "1", questions: [], chunks: [] })).toThrow("no reader toString");
});
