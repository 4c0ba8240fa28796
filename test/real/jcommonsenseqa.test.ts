import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { askReader, readerNamed, rotations, scoreAnswers } from "#lib/qa/index.ts";
import { type Answer, Question } from "#lib/records/index.ts";
import { clusteredLogit, type Interval, positionBias } from "#lib/stats/index.ts";

const root = process.env.LIVECORPUS_REAL;
if (!root) throw new Error("LIVECORPUS_REAL: expected the folder of real data, found nothing. Set it and run again.");

const Row = z.object({
  q_id: z.number().int(),
  question: z.string(),
  choice0: z.string(),
  choice1: z.string(),
  choice2: z.string(),
  choice3: z.string(),
  choice4: z.string(),
  label: z.number().int(),
});

/** Japanese questions of five choices that people wrote, each on its own: no stream, no evidence. */
const questions = readFileSync(`${root}/qa/jcommonsenseqa/valid-v1.3.json`, "utf8")
  .trim()
  .split("\n")
  .map((line) => {
    const row = Row.parse(JSON.parse(line));
    return Question.parse({
      id: `${row.q_id}`,
      chunk: { video: { platform: "other", id: `${row.q_id}` }, index: 1 },
      kind: "detail",
      language: "ja",
      stem: row.question,
      choices: [row.choice0, row.choice1, row.choice2, row.choice3, row.choice4],
      answer: row.label,
      evidence: [],
      distractorsFrom: [null, null, null, null, null],
      writer: { name: "JCommonsenseQA", version: "1.3", seed: "" },
    });
  });

/** A reader's answers to every question in the five rotations of its choices, shown nothing else. */
async function withoutBody(name: string): Promise<{ accuracy: Interval; chosen: number[] }> {
  const reader = readerNamed(name, { seed: "1", questions, chunks: [] });
  const answers: Answer[] = [];
  for (const question of questions) {
    const askings = rotations(5).map((order) => ({ question, order, draw: 0 }));
    answers.push(...(await askReader(reader, "none", null, askings)));
  }
  const chosen = [0, 0, 0, 0, 0];
  for (const { choice } of answers) chosen[choice!]!++;
  const items = scoreAnswers(questions, answers, { invalid: "wrong" });
  return { accuracy: clusteredLogit(items.map(({ score }) => [score!])), chosen };
}

it.each(["bm25", "sliding-window", "sliding-window-distance"])(
  "%s knows nothing of real Japanese questions of five choices without a body, and prefers no position",
  async (name) => {
    const { accuracy, chosen } = await withoutBody(name);
    expect(accuracy.n).toBe(1119);
    expect(accuracy.low!).toBeLessThan(0.2);
    expect(accuracy.high!).toBeGreaterThan(0.2);
    expect(positionBias(chosen)!.p).toBeGreaterThan(0.001);
  },
);

it("finds in the choices alone what little they give away: clearly more than chance, and under 30 %", async () => {
  const { accuracy } = await withoutBody("choices-only");
  expect(accuracy.low!).toBeGreaterThan(0.2);
  expect(accuracy.high!).toBeLessThan(0.3);
});
