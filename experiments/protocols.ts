import { InputError } from "#lib/errors.ts";
import {
  historicalPermutation,
  type LogBC,
  protocolStages,
  protocolTable,
  type ScoredItem,
  type Stage,
  type StageResult,
  studyItems,
  viewA,
  viewBC,
} from "#lib/qa/index.ts";
import type { Arm, Question, Study } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { clusteredLogit, clusteredT, type Interval } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

/** One reply as a protocol counts it: null where the protocol leaves it out. The rest says which answer it was. */
interface Reply {
  video: string;
  correct: 0 | 1 | null;
  question: string | null;
  arm: Arm;
  reader: string;
  order: readonly number[];
  draw: number;
}

/** A score with the id of its video. */
interface Counted {
  video: string;
  score: number;
}

/**
 * The three historical protocols as views of the study: each stage under the name that means the same in all of them, with
 * the estimate for all questions beside it. Nothing for a study that asks in none of their ways.
 */
export const protocols: Experiment = {
  name: "protocols",
  run(results): Artefact[] {
    const asked = (["A", "B", "C"] as const).filter((protocol) => isAsked(protocol, results.study));
    if (asked.length === 0) return [];
    // The items hold the questions of chunks that pass the study's gate, as the other tables count them.
    const scored = new Set(results.items.map((item) => item.question));
    const passing = { ...results, questions: results.questions.filter(({ id }) => scored.has(id)) };
    const unfit = whyUnfit(passing.questions);
    const rows: Row[] = [];
    for (const reader of unfit === null ? results.study.readers : [])
      for (const protocol of asked) {
        const replies = protocol === "A" ? repliesOfA(passing, reader) : repliesOfBC(protocol, passing, reader);
        const table = protocolTable(protocol, { ...passing, reader });
        protocolStages(protocol).forEach((stage, i) => {
          const items = results.items.filter((item) => isOf(stage, reader, item));
          const row = stageRow(protocol, reader, table[i]!, replies(stage), items);
          const twin = rows.find(({ values }) => protocol === "C" && isSame(values, row.values));
          rows.push({ ...row, aside: reader !== results.study.primary.reader || twin !== undefined });
        });
      }
    return renderTable({
      name: "protocols",
      title: `The historical protocols: ${results.study.title}`,
      keys: ["protocol", "stage", "reader"],
      columns: [
        { key: "protocol", label: "protocol" },
        { key: "stage", label: "question.body.gate" },
        { key: "alias", label: "then called" },
        { key: "reader", label: "reader" },
        { key: "asked", label: "asked" },
        { key: "counted", label: "counted" },
        { key: "right", label: "right" },
        { key: "invalid", label: "invalid" },
        { key: "accuracy", label: "as it was counted [95 %]", digits: 3 },
        { key: "questions", label: "all questions" },
        { key: "corrected", label: "corrected [95 %]", digits: 3 },
        { key: "bias", label: "counted - corrected [95 %]", digits: 3 },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        ...(unfit === null ? [] : [unfit]),
        "As it was counted: the protocol's own number. A shows the choices as written, B and C in the historical permutation (seed 20240917), each once; only chunks with both questions are asked; gates select questions by the reader's own answers.",
        "Corrected: the same question and body, but all questions, no selection by an answer, all orders and draws of the study averaged: the number of the other tables.",
        "Counted - corrected: how far the way of counting moves the number. Under the gate all it is the luck of one order and draw, and the chunks with one question; under the other gates it is selection too. combinedRight keeps the questions that the reader can answer, which tends to make chat look better than it is. combinedRightNothingNot also drops those that it guessed rightly with nothing to read: nothing then looks worse, and so does chat for a reader that falls back on the same guess where chat tells it nothing. Both numbers rest on the same questions: the interval takes them as two means over the same videos (linearised, t with G - 1; Binder 1983, Int Stat Rev 51:279).",
        "A gated accuracy must not be read as accuracy on all questions, nor two of them compared that kept different questions. That an interval of a bias holds 0 shows that it cannot be told from luck here, not that the selection is harmless.",
        `Shown: the primary reader, ${results.study.primary.reader}. C is left to table.csv where it equals B: they differ in how replies are read and filed, not in what is asked, and part ways only for readers that reply in text.`,
        "combinedRightNothingNot with nothing to read is the second draw: a repeated question, not a new one. A reader that repeats itself scores 0 there by selection.",
        "The original printed accuracies alone; intervals are added here (log odds, jackknife over videos).",
        ...(asked.length === 3
          ? []
          : [`The study asks in the way of ${asked.join(" and ")} alone; the rest is left out.`]),
        ...results.study.notes,
      ],
    });
  },
};

/** Why the protocols have no place for some of the questions, which is no fault of the study's; null where they have. */
function whyUnfit(questions: readonly Question[]): string | null {
  try {
    studyItems(questions);
    return null;
  } catch (error) {
    if (error instanceof InputError) return `No row: ${error.message}`;
    throw error;
  }
}

/** Whether the study's arms, orders and draws hold every answer that a protocol looks at. */
function isAsked(protocol: "A" | "B" | "C", { arms, orders, draws }: Study): boolean {
  const has = protocolStages(protocol).every((stage) => arms.includes(stage.body) && stage.draw < draws);
  return has && (protocol === "A" ? orders.some((order) => order !== "historical") : orders.includes("historical"));
}

/** An item of the question and body that a stage asks, under whatever order and draw. */
function isOf({ question, body }: Stage, reader: string, item: ScoredItem): boolean {
  const kind = question === "Q1" ? "topic" : "detail";
  return item.kind === kind && item.arm === body && item.reader === reader && item.score !== null;
}

function isSame(b: Row["values"], c: Row["values"]): boolean {
  return JSON.stringify({ ...b, protocol: "" }) === JSON.stringify({ ...c, protocol: "" });
}

function stageRow(
  protocol: string,
  reader: string,
  stage: StageResult,
  replies: readonly Reply[],
  items: readonly ScoredItem[],
): Row {
  const counted = replies.filter((reply) => reply.correct !== null);
  const estimate = clusteredLogit(byVideo(counted, (reply) => reply.correct!));
  const corrected = clusteredLogit(byVideo(items, ({ score }) => score!));
  return {
    values: {
      protocol,
      stage: stage.name,
      alias: stage.alias,
      reader,
      asked: stage.asked,
      counted: stage.counted,
      right: stage.right,
      invalid: stage.invalid,
      // The protocol's own number, with the interval that it was printed without.
      accuracy: { ...estimate, value: stage.accuracy },
      questions: corrected.n,
      corrected,
      bias: difference(
        counted.map(({ video, correct }) => ({ video, score: correct! })),
        // The protocols name a video by its id alone.
        items.map(({ video, score }) => ({ video: video.slice(video.indexOf("/") + 1), score: score! })),
      ),
    },
    sources: replies,
  };
}

/**
 * The difference of two means that rest on the same videos: what each video adds to either mean, as one value a video whose
 * mean is the difference.
 */
function difference(first: readonly Counted[], second: readonly Counted[]): Interval {
  const videos = [...new Set([...first, ...second].map(({ video }) => video))];
  const [a, b] = [mean(first), mean(second)];
  const pull = (items: readonly Counted[], centre: number, video: string) =>
    items.reduce((sum, item) => sum + (item.video === video ? item.score - centre : 0), 0) / items.length;
  const values = videos.map((video) => [a - b + videos.length * (pull(first, a, video) - pull(second, b, video))]);
  const estimate = clusteredT(first.length > 0 && second.length > 0 ? values : []);
  return { ...estimate, n: first.length, method: "two means over the same videos, linearised, t with G - 1" };
}

function mean(items: readonly Counted[]): number {
  return items.reduce((sum, { score }) => sum + score, 0) / items.length;
}

/** The id of the question that a stage asks of a chunk; the protocols name a video by its id alone. */
function questionNames(questions: readonly Question[]) {
  const ids = new Map(questions.map(({ id, chunk, kind }) => [`${chunk.video.id}/${chunk.index}/${kind}`, id]));
  return (stage: Stage, video: string, chunk: number | null) =>
    ids.get(`${video}/${chunk}/${stage.question === "Q1" ? "topic" : "detail"}`) ?? null;
}

function repliesOfA({ questions, answers }: StudyResults, reader: string): (stage: Stage) => Reply[] {
  const { rows } = viewA({ questions, answers, reader });
  const named = questionNames(questions);
  const order = [0, 1, 2, 3];
  return (stage) =>
    rows.flatMap((row) => {
      const { combined, chat_uncond, chat_cond } = stage.question === "Q1" ? row.q1 : row.q2;
      const cell = stage.body === "combined" ? combined : stage.gate === "all" ? chat_uncond : chat_cond;
      if (!cell.asked) return [];
      // The original counts an invalid reply to conditional chat as wrong, and leaves others out.
      const correct = stage.gate === "all" ? cell.correct : (cell.correct ?? 0);
      const question = named(stage, row.liveId, row.chunkIndex);
      return [{ video: row.liveId, correct, question, arm: stage.body, reader, order, draw: stage.draw }];
    });
}

function repliesOfBC(protocol: "B" | "C", { questions, answers }: StudyResults, reader: string) {
  const { logs } = viewBC(protocol, { questions, answers, reader });
  const named = questionNames(questions);
  const reply = (stage: Stage, { liveId, chunkIndex, correct }: LogBC): Reply => ({
    video: liveId,
    correct,
    question: named(stage, liveId, chunkIndex),
    arm: stage.body,
    reader,
    order: historicalPermutation(liveId, chunkIndex ?? 0, stage.question),
    draw: stage.draw,
  });
  return (stage: Stage): Reply[] => logs.filter((log) => log.stage === stage.code).map((log) => reply(stage, log));
}
