import { describe, expect, it } from "vitest";
import { InputError } from "#lib/errors.ts";
import { historicalPermutation, metricsA, metricsB, summariesBC, viewA, viewBC, written } from "#lib/qa/index.ts";
import type { Answer, Question } from "#lib/records/index.ts";
import { madeAnswer, madeQuestion, madeStudy } from "./madeStudy.ts";

const pair = (video: string, index: number, answer = 1) => [
  madeQuestion(video, index, "topic", answer),
  madeQuestion(video, index, "detail", answer),
];

/** Every answer of the protocols' arms to these questions; combined is right, nothing is wrong, `chat` as given. */
function answersTo(
  questions: Question[],
  chat: { chosen?: number; status?: Answer["status"]; raw?: string },
): Answer[] {
  return questions.flatMap((question) => {
    const { video, index } = question.chunk;
    const historical = historicalPermutation(video.id, index, question.kind === "topic" ? "Q1" : "Q2");
    return [written(4), historical].flatMap((order) => [
      madeAnswer(question, { arm: "combined", order, chosen: question.answer }),
      madeAnswer(question, { arm: "none", order, chosen: (question.answer + 1) % 4 }),
      madeAnswer(question, { arm: "none", order, draw: 1, chosen: question.answer }),
      madeAnswer(question, { arm: "chat", order, ...chat }),
    ]);
  });
}

describe("a study as protocol A", () => {
  it("three chunks, combined right and every chat reply empty: the published example, doubled by a resume", () => {
    const questions = [1, 2, 3].flatMap((index) => pair("live", index));
    const { rows } = viewA({ questions, answers: answersTo(questions, { status: "blocked" }), reader: "made" });
    const expected = {
      q1_combined_total: 3,
      q1_combined_correct_total: 3,
      q1_combined_accuracy: 1,
      q1_chat_uncond_total: 0,
      q1_chat_uncond_accuracy: null,
      q1_chat_cond_possible_total: 3,
      q1_chat_cond_answered_total: 3,
      q1_chat_cond_correct_total: 0,
      q1_chat_cond_accuracy: 0,
      invalid_format_total: 0,
    };
    expect(metricsA(rows)).toMatchObject(expected);
    const doubled = Object.entries(expected).map(([key, n]) => [key, key.endsWith("_total") ? Number(n) * 2 : n]);
    expect(metricsA([...rows, ...rows])).toMatchObject(Object.fromEntries(doubled));
  });

  it("asks chat of chunks with chat only, and conditional chat where combined was right", () => {
    const [quiet, loud] = [pair("quiet", 1), pair("loud", 1)];
    const answers = [
      ...answersTo(quiet, { status: "notApplicable" }),
      ...answersTo(loud, { chosen: 1 }).map((a) => (a.arm === "combined" ? { ...a, choice: (a.choice! + 1) % 4 } : a)),
    ];
    const { rows } = viewA({ questions: [...quiet, ...loud], answers, reader: "made" });
    expect(rows.map((row) => [row.hasChat, row.q1.chat_uncond.asked, row.q1.chat_cond.asked])).toEqual([
      [false, false, false],
      [true, true, false],
    ]);
    expect(metricsA(rows)).toMatchObject({ q1_chat_uncond_accuracy: 1, q1_chat_cond_possible_total: 0 });
  });

  it("rejects a chunk with one question, as A did", () => {
    const questions = [...pair("live", 1), madeQuestion("live", 2, "topic", 0)];
    const { rows } = viewA({ questions, answers: answersTo(questions, { chosen: 1 }), reader: "made" });
    expect(rows.map((row) => row.status)).toEqual(["ok", "mcq_invalid"]);
    expect(metricsA(rows).q1_combined_total).toBe(1);
  });

  it("counts the replies that would have ended the run, and scores them as dropped", () => {
    const questions = pair("live", 1);
    const answers = answersTo(questions, { status: "invalid", raw: '{"answers": 2}' });
    const view = viewA({ questions, answers, reader: "made", trust: "raw" });
    // Two questions, each asked twice.
    expect(view.crashes).toBe(4);
    expect(metricsA(view.rows)).toMatchObject({
      q1_chat_uncond_total: 0,
      q1_chat_cond_answered_total: 1,
      invalid_format_total: 0,
    });
    const byStatus = viewA({ questions, answers, reader: "made" });
    expect(byStatus.crashes).toBe(0);
    expect(metricsA(byStatus.rows).invalid_format_total).toBe(4);
  });
});

describe("a study as protocol B or C", () => {
  const questions = [1, 2].flatMap((index) => pair("live", index));

  it("scores the second draw with nothing to read, behind the gate, and the first before it", () => {
    const { logs, tasks } = viewBC("B", { questions, answers: answersTo(questions, { chosen: 1 }), reader: "made" });
    const { stage_summaries, subset_sizes } = summariesBC(logs, tasks);
    const accuracies = Object.values(stage_summaries.Q1).map(({ provided, accuracy }) => [provided, accuracy]);
    expect(accuracies).toEqual([
      [2, 1],
      [2, 0],
      [2, 1],
      [2, 1],
    ]);
    expect(subset_sizes).toEqual({ Q1_total: 2, Q1_with_chat: 2, Q2_total: 2, Q2_with_chat: 2 });
  });

  it("leaves chat out where there is none, and asks nothing again all the same", () => {
    const answers = answersTo(questions, { status: "notApplicable" });
    const { logs, tasks } = viewBC("C", { questions, answers, reader: "made" });
    const { stage_summaries, subset_sizes } = summariesBC(logs, tasks);
    expect(stage_summaries.Q1.Q1_LLM4_chat).toMatchObject({ provided: 0, accuracy: null, pred_index_dist: { "0": 0 } });
    expect(stage_summaries.Q1.Q1_LLM5_nothing?.provided).toBe(2);
    expect(subset_sizes).toMatchObject({ Q1_total: 2, Q1_with_chat: 0 });
  });

  it("counts a refused or blocked answer as an invalid format, which A passes over", () => {
    const answers = answersTo(questions, { status: "refused" });
    const study = { questions, answers, reader: "made" };
    const { logs, tasks } = viewBC("B", study);
    expect(summariesBC(logs, tasks).stage_summaries.Q1.Q1_LLM4_chat).toMatchObject({
      answered_valid: 0,
      invalid_format_total: 2,
    });
    expect(metricsA(viewA(study).rows).invalid_format_total).toBe(0);
  });

  it("reads a raw reply by its own ladder when asked to", () => {
    const answers = answersTo(questions, { status: "invalid", raw: '{"answers": {"index": 0}}' });
    const chatOf = (trust: "raw" | "status") => {
      const { logs, tasks } = viewBC("B", { questions, answers, reader: "made", trust });
      return summariesBC(logs, tasks).stage_summaries.Q1.Q1_LLM4_chat;
    };
    expect(chatOf("raw")).toMatchObject({ answered_valid: 2, pred_index_dist: { "0": 1 } });
    expect(chatOf("status")).toMatchObject({ answered_valid: 0 });
  });

  it("spreads the right positions by the historical permutation", () => {
    const study = madeStudy("positions");
    const { logs, tasks } = viewBC("B", study);
    const names = { label: "l", source: "s", liveCount: 6, generatedAt: "2024-09-17T12:00:00" };
    const { gt_index_distribution } = metricsB({ ...names, logs, tasks });
    const count = (shares: object) =>
      Object.values(shares).map((share: number) => Math.round((share * tasks.length) / 2));
    expect(count(gt_index_distribution.Q1_original)).not.toEqual(count(gt_index_distribution.Q1_shuffled));
    expect(
      tasks.every((t) => historicalPermutation(t.liveId, t.chunkIndex, t.question)[t.shownAnswer] === t.writtenAnswer),
    ).toBe(true);
  });
});

describe("a study that does not fit", () => {
  const questions = pair("live", 1);
  const answers = answersTo(questions, { chosen: 1 });

  it("names what is missing and what to do", () => {
    const oneDraw = answers.filter((answer) => answer.draw === 0);
    const study = { questions, answers: oneDraw, reader: "made" };
    expect(() => viewA(study)).not.toThrow();
    expect(() => viewBC("B", study)).toThrow(
      "2 of reader made are missing, the first: question live|1|topic, arm none, draw 1",
    );
    expect(() => viewBC("B", study)).toThrow(InputError);
    expect(() => viewA({ ...study, reader: "other" })).toThrow("Give the study the written order, and ask again");
  });

  it.each([
    ["three choices", [{ ...questions[0]!, choices: ["a", "b", "c"] }], "expect 4 choices, found 3"],
    [
      "two topics in a chunk",
      [questions[0]!, { ...questions[0]!, id: "again" }],
      "Question again: the historical protocols expect one topic",
    ],
    [
      "one id on two platforms",
      [questions[0]!, { ...questions[1]!, chunk: { video: { platform: "twitch" as const, id: "live" }, index: 1 } }],
      "live is on two platforms",
    ],
  ])("refuses %s", (_what, odd, expected) => {
    expect(() => viewA({ questions: odd, answers, reader: "made" })).toThrow(expected);
  });
});
