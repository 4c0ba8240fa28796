import { describe, expect, it } from "vitest";
import { failGates, runGates } from "#lib/qa/index.ts";
import { answerInChat } from "../../../lib/qa/gates/answerInChat.ts";
import { chanceOfAtLeast } from "../../../lib/qa/gates/chanceOfAtLeast.ts";
import { examplesOf } from "../../../lib/qa/gates/examplesOf.ts";
import { guessable } from "../../../lib/qa/gates/guessable.ts";
import { sameChunk } from "../../../lib/qa/gates/sameChunk.ts";
import { seenInExample } from "../../../lib/qa/gates/seenInExample.ts";
import { python } from "../../python.ts";
import { blind, chunk, input, made } from "./made.ts";

const ids = Array.from({ length: 12 }, (_, i) => `v${i}`);

describe("answer in chat", () => {
  it("finds a right choice that stands in chat though the evidence names speech alone", () => {
    const chunks = [chunk("a", ["I love the Lighthouse!"]), chunk("b", ["nice fish"]), chunk("c", ["hello"])];
    const { checked, findings, passes, why } = answerInChat(input({ chunks, questions: [made("a"), made("b")] }));
    expect([checked, passes]).toEqual([2, false]);
    expect(findings).toEqual([
      {
        where: "other/a/1/topic",
        what: expect.stringContaining("“lighthouse” stands in the chat line “i love the lighthouse!”"),
      },
    ]);
    expect(why).toContain("1 of them are given away by no chat of another video");
  });

  it("lets pass what says so itself, other words, and a chat that names a wrong choice as well", () => {
    const chunks = [
      chunk("a", ["the lighthouse"]),
      chunk("b", ["lighthouses"]),
      chunk("c", ["lighthouse or aquarium?"]),
    ];
    const both = made("a", {
      evidence: [
        { line: 0, source: "SPEECH" },
        { line: 1, source: "CHAT" },
      ],
    });
    expect(answerInChat(input({ chunks, questions: [both, made("b"), made("c")] }))).toMatchObject({
      checked: 2,
      passes: true,
    });
  });

  it("lets pass a common word that stands in other chats as often, and shows what it found", () => {
    const chunks = ids.map((id, i) => chunk(id, [i % 2 === 0 ? "yes" : "hm"]));
    const choices = ["Yes", "Never", "Once", "Twice"];
    const result = answerInChat(input({ chunks, questions: ids.map((id) => made(id, { choices })) }));
    expect([result.findings.length, result.passes]).toEqual([6, true]);
    // The same word in its own chats alone, and in every one of them, is no chance.
    const all = ids.map((id, i) => chunk(id, [i < 11 ? "yes" : "hm"]));
    const some = answerInChat(input({ chunks: all, questions: ids.slice(0, 11).map((id) => made(id, { choices })) }));
    expect(some.passes).toBe(true);
    const own = [...all.slice(0, 3), ...ids.slice(3).flatMap((id) => [1, 2, 3, 4].map((n) => chunk(id, ["hm"], n)))];
    const mine = answerInChat(input({ chunks: own, questions: ids.slice(0, 3).map((id) => made(id, { choices })) }));
    expect([mine.findings.length, mine.passes]).toEqual([3, false]);
  });
});

describe("guessable", () => {
  // Balanced guesses: each of the four choices is right for a quarter of the questions of a video.
  const questions = ids.flatMap((id) =>
    [0, 1, 2, 3].map((answer) =>
      made(id, { id: `${id}/${answer}`, answer, choices: ["lion", "bear", "wolf", "deer"] }),
    ),
  );

  it("lets guessing pass, and right answers of the oracle or beside the stream", () => {
    const answers = questions.flatMap((question) => [
      blind(question, question.id.length % 4),
      blind(question, question.answer, { reader: "oracle" }),
      blind(question, question.answer, { arm: "combined" }),
    ]);
    const { checked, passes } = guessable(input({ questions, answers }));
    expect([checked, passes]).toEqual([2, true]);
  });

  it("finds a reader that is right more often than it can guess", () => {
    const answers = questions.map((question, i) => blind(question, i % 3 === 0 ? question.answer : 1));
    const { findings, passes } = guessable(input({ questions, answers }));
    expect(passes).toBe(false);
    expect(findings).toEqual([
      { where: "bm25", what: expect.stringMatching(/above chance .* 0\.\d+, e\.g\. v0\/0, /) },
    ]);
  });

  it("finds a reader that is always right, which has no spread, and one right answer proves nothing", () => {
    const right = questions.map((question) => blind(question, question.answer));
    expect(guessable(input({ questions, answers: right })).passes).toBe(false);
    const one = questions.slice(1, 2);
    expect(guessable(input({ questions: one, answers: [blind(one[0]!, 1)] })).passes).toBe(true);
    const video = questions.slice(0, 4);
    const many = Array.from({ length: 3 }, (_, n) => video.map((q) => ({ ...q, id: `${q.id}/${n}` }))).flat();
    expect(guessable(input({ questions: many, answers: many.map((q) => blind(q, q.answer)) })).passes).toBe(false);
  });

  it("finds choices that give themselves away, whoever reads the study", () => {
    const stem = "Which animal did they see at the harbour in the morning?";
    const cued = questions.map((question) => ({
      ...question,
      stem,
      choices: question.choices.map((choice, i) =>
        i === question.answer ? `the animal at the harbour, a ${choice}` : choice,
      ),
    }));
    expect(guessable(input({ questions: cued })).findings).toEqual([
      { where: "choices-only", what: expect.stringContaining("above chance") },
    ]);
  });

  it("takes each question's own number of choices for its chance", () => {
    const two = questions.map((question) => ({
      ...question,
      answer: question.answer % 2,
      choices: ["left", "right"],
      distractorsFrom: [null, null],
    }));
    const coin = two.map((question) => blind(question, 0));
    expect(guessable(input({ questions: two, answers: coin })).passes).toBe(true);
  });
});

describe("seen in an example", () => {
  const own = made("a", {
    stem: "What was said about “hinges”?",
    choices: ["dial, cloth", "box, radio", "pour, water", "bench, stick"],
  });
  const other = made("b", { stem: "What was said about “bread”?", choices: ["oven", "flour", "salt", "crust"] });
  const examples = (text: string) => examplesOf([{ name: "a reader" }, { name: "the reader", examples: [text] }]);

  it("passes where there are no examples, and says so", () => {
    const { checked, passes, why } = seenInExample(
      input({ questions: [own], examples: examplesOf([{ name: "bm25" }]) }),
    );
    expect([checked, passes, why]).toEqual([0, true, expect.stringContaining("has examples in its prompt")]);
  });

  it("finds a stem of its own, or all choices", () => {
    const stem = seenInExample(
      input({ questions: [own, other], examples: examples("Q: what was  said about “HINGES”? A: no idea") }),
    );
    expect(stem.findings).toEqual([{ where: "other/a/1/topic", what: "its stem stands in an example of the reader" }]);
    const all = seenInExample(input({ questions: [own, other], examples: examples("salt; crust; flour; oven") }));
    expect(all.findings).toEqual([
      { where: "other/b/1/topic", what: "all its choices stand in an example of the reader" },
    ]);
  });

  it("lets pass a stem that many chunks share, and a right answer that stands there by chance", () => {
    const shared = ids.map((id) => made(id));
    const result = seenInExample(
      input({ questions: [...shared, other], examples: examples("Which of these came up? An oven.") }),
    );
    expect(result).toMatchObject({ checked: 1, passes: true });
  });

  it("finds right answers that stand there more often than wrong ones", () => {
    const questions = ids.map((id) => made(id, { choices: [`right${id}`, `one${id}`, `two${id}`, `six${id}`] }));
    const right = ids.slice(0, 4).map((id) => `right${id}`);
    expect(seenInExample(input({ questions, examples: examples(right.join(" ")) })).findings).toHaveLength(4);
    const mixed = [...right, ...ids.slice(4).map((id) => `one${id}`)];
    expect(seenInExample(input({ questions, examples: examples(mixed.join(" ")) })).passes).toBe(true);
  });
});

describe("the same chunk on both sides", () => {
  const chunks = [1, 2, 3].map((index) => chunk("a", [`line ${index}`], index));
  const questions = chunks.map(({ video, index }) => made("a", { id: `a/${index}`, chunk: { video, index } }));

  it("lets other windows pass", () => {
    const shownFrom = (of: {
      video: { platform: "other" | "youtube" | "twitch" | "pococha"; id: string };
      index: number;
    }) => ({ video: of.video, index: of.index === 3 ? 1 : 3 });
    expect(sameChunk(input({ chunks, questions: [questions[0]!, questions[2]!], shownFrom }))).toMatchObject({
      checked: 3,
      passes: true,
    });
  });

  it("finds a control arm that shows the chunk itself, or a window that overlaps it", () => {
    const longer = chunks.map((one) => ({ ...one, endMs: one.endMs + 60_000 }));
    const shownFrom = () => ({ video: chunks[0]!.video, index: 2 });
    const { findings } = sameChunk(input({ chunks: longer, questions: questions.slice(0, 2), shownFrom }));
    expect(findings).toEqual([
      { where: "other/a/1", what: "otherChat shows other/a/2, which overlaps it in time" },
      { where: "other/a/1", what: "otherChunkChat shows other/a/2, which overlaps it in time" },
      { where: "other/a/2", what: "otherChat shows its own chat" },
      { where: "other/a/2", what: "otherChunkChat shows its own chat" },
    ]);
  });

  it("finds an answer that was asked with the very text of the other side", () => {
    const own = blind(questions[0]!, 0, { arm: "chat", shown: "same" });
    const answers = [
      own,
      { ...own, arm: "otherChat" as const },
      { ...own, arm: "otherChunkChat" as const, shown: "another" },
    ];
    expect(sameChunk(input({ chunks, questions, answers })).findings).toEqual([
      { where: "a/1", what: "was asked under otherChat with the very text of chat" },
    ]);
  });

  it("finds a stream that was uploaded again, and wrong choices taken from it or from the own chunk", () => {
    const lines = Array.from({ length: 20 }, (_, i) => `we are at stop number ${i}`);
    const again = lines.map((line, i) => (i % 4 === 0 ? `${line}, or so` : line));
    const twice = [chunk("a", lines), chunk("copy", again), chunk("other", ["lol", "we are at stop number 3"])];
    const from = made("a", { distractorsFrom: [null, { video: twice[1]!.video, index: 1 }, null, null] });
    const self = made("other", { distractorsFrom: [null, null, { video: twice[2]!.video, index: 1 }, null] });
    expect(sameChunk(input({ chunks: twice, questions: [from, self] })).findings).toEqual([
      { where: "other/a", what: expect.stringMatching(/^is the same stream as other\/copy: 7\d % of the lines/) },
      { where: "other/a/1/topic", what: "takes a wrong choice from other/copy/1, a copy" },
      { where: "other/other/1/topic", what: "takes a wrong choice from its own chunk" },
    ]);
  });
});

describe("a run whose gate fails", () => {
  const chunks = ids.slice(0, 5).map((id) => chunk(id, ["the lighthouse", `chat of ${id}`]));
  const leaking = input({
    chunks: [...chunks, chunk("v9", ["hm"])],
    questions: chunks.map(({ video }) => made(video.id)),
    languageOf: ({ id }) => (id === "v9" ? "ja" : "en"),
  });
  const study = { name: "small", gates: { minCombinedChars: 0, accept: [] } };

  it("ends with the gate, how many, the first three, and what to do", () => {
    const apart = {
      ...leaking,
      languageOf: ({ id }: { id: string }) => (id === "v0" ? ("en" as const) : ("ko" as const)),
    };
    const results = runGates({ ...apart, questions: leaking.questions.slice(0, 1) });
    expect(() => failGates(results, study)).toThrow(
      /The study small does not pass a gate, .*\n {2}answerInChat: 1 found\. .*\n {4}other\/v0\/1\/topic “lighthouse” stands/,
    );
    const many = results.map((result) => ({
      ...result,
      findings: Array.from({ length: 5 }, () => result.findings[0]!),
    }));
    expect(() => failGates(many, study)).toThrow(
      /5 found\..*(\n {4}other\/v0\/1\/topic .*){3}\n {4}Mend the evidence .*\nWhere that is as it should be, say why in study\.yaml/,
    );
  });

  it("goes on where the study accepts it with a reason, and for that gate alone", () => {
    const failing = [
      { gate: "guessable" as const, checked: 1, of: "readers", findings: [], passes: false, why: "why" },
    ];
    const accept = (gate: "guessable" | "sameChunk") => ({
      ...study,
      gates: { minCombinedChars: 0, accept: [{ gate, because: "known" }] },
    });
    expect(() => failGates(failing, accept("guessable"))).not.toThrow();
    expect(() => failGates(failing, accept("sameChunk"))).toThrow("guessable: 0 found");
  });
});

it("the chance of so many in unequal trials is scipy's", () => {
  const p = [0.02, 0.3, 0.3, 0.75, 0.1, 0, 1];
  const code = `
import json, sys, itertools
from scipy.stats import binom
g = json.load(sys.stdin)
def tail(k):
    total = 0
    for bits in itertools.product([0, 1], repeat=len(g["p"])):
        if sum(bits) >= k:
            w = 1
            for b, q in zip(bits, g["p"]): w *= q if b else 1 - q
            total += w
    return total
print(json.dumps({"mixed": [tail(k) for k in range(8)], "equal": [float(binom.sf(k - 1, 200, 0.01)) for k in range(9)]}))`;
  const oracle = python(code, { p }) as { mixed: number[]; equal: number[] };
  for (const [k, chance] of oracle.mixed.entries()) expect(chanceOfAtLeast(k, p)).toBeCloseTo(chance, 12);
  const equal = Array.from({ length: 200 }, () => 0.01);
  for (const [k, chance] of oracle.equal.entries()) expect(chanceOfAtLeast(k, equal)).toBeCloseTo(chance, 12);
});
