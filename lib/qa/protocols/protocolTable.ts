import { metricsA } from "./metricsA.ts";
import { summariesBC } from "./metricsBC.ts";
import type { StudyAnswers } from "./readStage.ts";
import { type Protocol, protocolStages, type Stage } from "./stages.ts";
import { viewA } from "./viewA.ts";
import { viewBC } from "./viewBC.ts";

/** One stage of a protocol, scored by that protocol's own rules. */
export interface StageResult extends Pick<Stage, "name" | "alias"> {
  /** Questions that the stage was asked of. */
  readonly asked: number;
  /** The protocol's denominator: without invalid answers, but with them for A's conditional chat. */
  readonly counted: number;
  readonly right: number;
  /** right / counted; null where nothing counts. */
  readonly accuracy: number | null;
  /** Invalid formats as the protocol counts them, which in A leaves out replies without any index. */
  readonly invalid: number;
}

/**
 * A study scored by one historical protocol, a row a stage, in the protocol's own order.
 *
 * @throws InputError where an answer is missing or the questions do not fit the protocol
 * @example
 * protocolTable("B", { questions, answers, reader: "bm25" })[0]; // { name: "Q1.combined.all", alias: "LLM2", ... }
 */
export function protocolTable(protocol: Protocol, study: StudyAnswers): StageResult[] {
  return protocol === "A" ? tableA(study) : tableBC(protocol, study);
}

function tableA(study: StudyAnswers): StageResult[] {
  const { rows } = viewA(study);
  const metrics = metricsA(rows);
  return protocolStages("A").map(({ name, alias, question, body, gate }) => {
    const q = question === "Q1" ? "q1" : "q2";
    const arm = body === "combined" ? "combined" : gate === "all" ? "chat_uncond" : "chat_cond";
    const cells = rows.map((row) => row[q][arm]).filter((cell) => cell.asked);
    return {
      name,
      alias,
      asked: cells.length,
      counted: arm === "chat_cond" ? metrics[`${q}_chat_cond_answered_total`] : metrics[`${q}_${arm}_total`],
      right: metrics[`${q}_${arm}_correct_total`],
      accuracy: metrics[`${q}_${arm}_accuracy`],
      invalid: cells.filter((cell) => cell.invalidFormat === 1).length,
    };
  });
}

function tableBC(protocol: "B" | "C", study: StudyAnswers): StageResult[] {
  const { logs, tasks } = viewBC(protocol, study);
  const { stage_summaries } = summariesBC(logs, tasks);
  return protocolStages(protocol).map(({ name, alias, question, code }) => {
    const summary = stage_summaries[question][code]!;
    return {
      name,
      alias,
      asked: summary.provided,
      counted: summary.answered_valid,
      right: summary.correct_total,
      accuracy: summary.accuracy,
      invalid: summary.invalid_format_total,
    };
  });
}
