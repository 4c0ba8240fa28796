import { describe, expect, it } from "vitest";
import { armBodies, askReader, type PublicQuestion, type Reader, type Reply, shownQuestion } from "#lib/qa/index.ts";
import type { Question } from "#lib/records/index.ts";
import { python } from "../../python.ts";
import { chunkOf } from "../talk.ts";

const chunk = chunkOf("en_1", 1, [
  ["SPEECH", "The lighthouse is red."],
  ["CHAT", "red 🚨"],
]);
const question: Question = {
  id: "other/en_1/1/topic",
  chunk: { video: chunk.video, index: 1 },
  kind: "topic",
  language: "en",
  stem: "Which?",
  choices: ["lighthouse", "aquarium", "bonsai", "glacier"],
  answer: 0,
  evidence: [{ line: 424242, source: "SPEECH" }],
  distractorsFrom: [null, { video: { platform: "other", id: "donor_of_wrong_choices" }, index: 3 }, null, null],
  writer: { name: "writer_name", version: "1", seed: "seed_of_writer" },
};
const shown = armBodies({ chunks: [chunk], languageOf: () => "en", seed: "1" })(chunk, []).show("combined");
const orders = [
  [0, 1, 2, 3],
  [1, 2, 3, 0],
  [2, 0, 3, 1],
];
const askings = orders.map((order) => ({ question, order, draw: 0 }));

function spy(reply: (asked: PublicQuestion) => Reply, blind = false): Reader & { seen: unknown[] } {
  const seen: unknown[] = [];
  return {
    name: "spy",
    version: "1",
    blindToChoiceOrder: blind,
    blindToLineOrder: false,
    seen,
    answer: (asked, body) => {
      seen.push({ asked, lines: body?.lines, text: body?.text });
      return reply(asked);
    },
  };
}
const answered = (choice: number): Reply => ({ status: "answered", choice });

describe("asking a reader", () => {
  it("shows the question and the body, never the answer, the evidence, the donors or the writer", async () => {
    const reader = spy(() => answered(0));
    await askReader(reader, "combined", shown, askings);
    const all = JSON.stringify(reader.seen);
    for (const secret of [
      "answer",
      "evidence",
      "424242",
      "distractorsFrom",
      "donor_of_wrong_choices",
      "seed_of_writer",
      "writer",
    ])
      expect(all).not.toContain(secret);
    expect(Object.keys(shownQuestion(question, orders[0]!)).sort()).toEqual([
      "choices",
      "id",
      "kind",
      "language",
      "stem",
    ]);
  });

  it("shows the choices in the order asked for, and stores the place as shown", async () => {
    const reader = spy(({ choices }) => answered(choices.indexOf("bonsai")));
    const answers = await askReader(reader, "combined", shown, askings);
    expect(answers.map(({ order, choice }) => order[choice!])).toEqual([2, 2, 2]);
    expect(answers.map(({ choice }) => choice)).toEqual([2, 1, 0]);
    expect(reader.seen).toHaveLength(3);
  });

  it("asks a reader that is blind to the order once, and finds its choice again in each order", async () => {
    const reader = spy(({ choices }) => answered(choices.indexOf("glacier")), true);
    const answers = await askReader(reader, "combined", shown, askings);
    expect(reader.seen).toHaveLength(1);
    expect(answers.map(({ order, choice }) => order[choice!])).toEqual([3, 3, 3]);
  });

  it("guesses anew in each order and draw where choices are equally good, but never leaves the best ones", async () => {
    const indifferent = spy(() => ({ status: "answered", choice: 0, scores: [1, 0, 1, 1] }), true);
    const many = Array.from({ length: 300 }, (_, draw) => orders.map((order) => ({ question, order, draw }))).flat();
    const answers = await askReader(indifferent, "combined", shown, many, "seed");
    const chosen = answers.map(({ order, choice }) => order[choice!]!);
    const shares = [0, 1, 2, 3].map((written) => chosen.filter((one) => one === written).length / chosen.length);
    expect(shares[1]).toBe(0);
    // Four standard deviations of a share of a third among 900.
    for (const written of [0, 2, 3]) expect(Math.abs(shares[written]! - 1 / 3)).toBeLessThan(0.063);
    expect(await askReader(indifferent, "combined", shown, many, "seed")).toEqual(answers);
    expect(await askReader(indifferent, "combined", shown, many, "other")).not.toEqual(answers);
  });

  it("stores the SHA-256 of the exact text, as Python's hashlib finds it", async () => {
    const answers = await askReader(
      spy(() => answered(0)),
      "combined",
      shown,
      askings,
    );
    const texts = orders.map(
      (order) =>
        `[SPEECH] The lighthouse is red.\n[CHAT] red 🚨\n\nWhich?\n${order.map((old, i) => `${i + 1}. ${question.choices[old]}\n`).join("")}`,
    );
    const code =
      "import json,sys,hashlib\nprint(json.dumps([hashlib.sha256(t.encode()).hexdigest() for t in json.load(sys.stdin)]))";
    expect(answers.map((answer) => answer.shown)).toEqual(python(code, texts));
  });

  it("keeps refused and invalid replies as what they are, with what the reader said", async () => {
    const reader = spy(() => ({
      status: "invalid",
      choice: null,
      raw: "E",
      usage: { inputTokens: 5, outputTokens: 1 },
    }));
    const [answer] = await askReader(reader, "none", null, askings.slice(0, 1));
    expect(answer).toMatchObject({ status: "invalid", raw: "E", usage: { inputTokens: 5 } });
    expect(answer).not.toHaveProperty("choice");
  });

  it("asks nothing where the arm does not apply, or where a shuffle shows a blind reader nothing new", async () => {
    const reader = spy(() => answered(0));
    const [answer] = await askReader(reader, "chat", "notApplicable", askings);
    expect(answer).toMatchObject({ status: "notApplicable", shown: "" });
    const blind = { ...reader, blindToLineOrder: true };
    const [shuffled] = await askReader(blind, "shuffledChat", shown, askings);
    expect(shuffled!.status).toBe("notApplicable");
    expect(reader.seen).toEqual([]);
  });
});
