import { describe, expect, it } from "vitest";
import { scoreAnswers } from "#lib/qa/index.ts";
import type { Answer, Arm, Question } from "#lib/records/index.ts";
import { shuffledRows } from "../../experiments/shuffledLabels.ts";
import type { StudyResults } from "../../experiments/studyResults.ts";

/** Eight videos with five questions each, three of four choices and two of three; each choice is right equally often. */
const questions = Array.from({ length: 40 }, (_, i) => {
  const choices = i % 5 < 3 ? ["a", "b", "c", "d"] : ["a", "b", "c"];
  const before = Math.floor(i / 5) * (i % 5 < 3 ? 3 : 2) + (i % 5 < 3 ? i % 5 : (i % 5) - 3);
  const chunk = { video: { platform: "youtube", id: `v${Math.floor(i / 5)}` }, index: 1 };
  return { id: `q${i}`, chunk, kind: "topic", choices, answer: before % choices.length, evidence: [] };
}) as unknown as Question[];

/** Under chat the reader is always right, under none it takes the first choice; the order shown is another for each. */
const answers = questions.flatMap((question, i): Answer[] => {
  const { length } = question.choices;
  const order = question.choices.map((_, shown) => (shown + i) % length);
  const take = (arm: Arm, written: number): Answer => ({
    ...{ question: question.id, arm, reader: "r", order, draw: 0, status: "answered", shown: "" },
    choice: order.indexOf(written),
  });
  return [take("chat", question.answer), take("none", 0)];
});

const study = { seed: "s", readers: ["r"], arms: ["chat", "none"], primary: { arm: "chat", against: ["none"] } };
const items = scoreAnswers(questions, answers, { invalid: "excluded" });
const rows = shuffledRows({ study, questions, answers, items } as unknown as StudyResults);
const row = (arm: string) => rows.find((one) => one.arm === arm)!;
// Of 24 questions with four choices and 16 with three: (24/4 + 16/3) / 40.
const chance = (24 / 4 + 16 / 3) / 40;

describe("right answers dealt out again", () => {
  it("leave the numbers of the study as they are counted elsewhere", () => {
    expect(row("chat").asIs).toMatchObject({ value: 1, n: 40, clusters: 8 });
    const none = items.filter(({ arm }) => arm === "none");
    expect(row("none").asIs.value).toBeCloseTo(none.reduce((sum, { score }) => sum + score!, 0) / 40, 12);
    expect(row("chat - none").asIs.value).toBeCloseTo(1 - row("none").asIs.value!, 12);
  });

  it("bring a reader that was always right to chance, and say how far chance goes", () => {
    const { shuffled, once, p } = row("chat");
    // A mean of 999 shuffles, each with a standard deviation of about 0.07.
    expect(Math.abs(shuffled.value! - chance)).toBeLessThan(0.01);
    expect(shuffled.low!).toBeLessThan(chance - 0.08);
    expect(shuffled.high!).toBeGreaterThan(chance + 0.08);
    expect(once.value!).toBeLessThan(0.6);
    expect(p).toBe(1 / 1000);
  });

  it("keep how often each choice is right: a reader of one choice scores the same in every shuffle", () => {
    const { shuffled, asIs } = row("none");
    expect([shuffled.low, shuffled.high]).toEqual([asIs.value, asIs.value]);
    expect(row("none").p).toBe(1);
  });

  it("let a planted effect vanish", () => {
    const { asIs, shuffled, p } = row("chat - none");
    expect(asIs.value!).toBeGreaterThan(0.6);
    expect(Math.abs(shuffled.value! - (chance - row("none").asIs.value!))).toBeLessThan(0.01);
    expect(p).toBe(1 / 1000);
  });
});
