import {
  type LogBC,
  protocolStages,
  protocolTable,
  type Stage,
  type StageResult,
  viewA,
  viewBC,
} from "#lib/qa/index.ts";
import type { Study } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { clusteredLogit } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

/** One reply as a protocol counts it: null where the protocol leaves it out. */
interface Reply {
  video: string;
  chunk: number | null;
  correct: 0 | 1 | null;
}

/**
 * The three historical protocols as views of the study: each stage under the name that means the same in all of them.
 * Nothing for a study that asks in none of their ways.
 */
export const protocols: Experiment = {
  name: "protocols",
  run(results): Artefact[] {
    const asked = (["A", "B", "C"] as const).filter((protocol) => isAsked(protocol, results.study));
    if (asked.length === 0) return [];
    // The items hold the questions of chunks that pass the study's gate, as the other tables count them.
    const scored = new Set(results.items.map((item) => item.question));
    const passing = { ...results, questions: results.questions.filter(({ id }) => scored.has(id)) };
    const rows: Row[] = [];
    for (const reader of results.study.readers)
      for (const protocol of asked) {
        const replies = protocol === "A" ? repliesOfA(passing, reader) : repliesOfBC(protocol, passing, reader);
        const table = protocolTable(protocol, { ...passing, reader });
        protocolStages(protocol).forEach((stage, i) => {
          rows.push(stageRow(protocol, reader, table[i]!, replies(stage)));
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
        { key: "accuracy", label: "accuracy [95 %]", digits: 3 },
      ],
      rows,
      notes: [
        "A shows the choices as written, B and C in the historical permutation (seed 20240917). Gates select questions by one answer each, so gated rows are not estimates for all questions.",
        "Only chunks with both questions are asked, so there are fewer questions here than in the other tables.",
        "B and C differ in how replies are read and filed, not in what is asked; they part ways only for readers that reply in text.",
        "combinedRightNothingNot with nothing to read is the second draw: a repeated question, not a new one. Deterministic readers repeat themselves and score 0 there by selection.",
        "The original printed accuracies alone; intervals are added here (log odds, jackknife over videos).",
        ...(asked.length === 3
          ? []
          : [`The study asks in the way of ${asked.join(" and ")} alone; the rest is left out.`]),
        ...results.study.notes,
      ],
    });
  },
};

/** Whether the study's arms, orders and draws hold every answer that a protocol looks at. */
function isAsked(protocol: "A" | "B" | "C", { arms, orders, draws }: Study): boolean {
  const has = protocolStages(protocol).every((stage) => arms.includes(stage.body) && stage.draw < draws);
  return has && (protocol === "A" ? orders.some((order) => order !== "historical") : orders.includes("historical"));
}

function stageRow(protocol: string, reader: string, stage: StageResult, replies: readonly Reply[]): Row {
  const counted = replies.filter((reply) => reply.correct !== null);
  const estimate = clusteredLogit(byVideo(counted, (reply) => reply.correct!));
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
    },
    sources: replies,
  };
}

function repliesOfA({ questions, answers }: StudyResults, reader: string): (stage: Stage) => Reply[] {
  const { rows } = viewA({ questions, answers, reader });
  return (stage) =>
    rows.flatMap((row) => {
      const { combined, chat_uncond, chat_cond } = stage.question === "Q1" ? row.q1 : row.q2;
      const cell = stage.body === "combined" ? combined : stage.gate === "all" ? chat_uncond : chat_cond;
      if (!cell.asked) return [];
      // The original counts an invalid reply to conditional chat as wrong, and leaves others out.
      const correct = stage.gate === "all" ? cell.correct : (cell.correct ?? 0);
      return [{ video: row.liveId, chunk: row.chunkIndex, correct }];
    });
}

function repliesOfBC(protocol: "B" | "C", { questions, answers }: StudyResults, reader: string) {
  const { logs } = viewBC(protocol, { questions, answers, reader });
  const reply = (log: LogBC): Reply => ({ video: log.liveId, chunk: log.chunkIndex, correct: log.correct });
  return (stage: Stage): Reply[] => logs.filter((log) => log.stage === stage.code).map(reply);
}
