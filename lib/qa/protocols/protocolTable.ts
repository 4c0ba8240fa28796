import { metricsA } from "./metricsA.ts";
import { summariesBC } from "./metricsBC.ts";
import type { StudyAnswers } from "./readStage.ts";
import { type StageScore, stageScores } from "./stageScores.ts";
import type { Protocol, Stage } from "./stages.ts";
import { viewA } from "./viewA.ts";
import { viewBC } from "./viewBC.ts";

/** One stage of a protocol, scored by that protocol's own rules. */
export interface StageResult extends Pick<Stage, "name" | "alias">, Omit<StageScore, "stage"> {
  /** Questions that the stage was asked of. */
  readonly asked: number;
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
  return stageScores("A", metricsA(rows)).map(({ stage: { name, alias, question, body, gate }, ...score }) => {
    const q = question === "Q1" ? "q1" : "q2";
    const arm = body === "combined" ? "combined" : gate === "all" ? "chat_uncond" : "chat_cond";
    const cells = rows.map((row) => row[q][arm]).filter((cell) => cell.asked);
    const invalid = cells.filter((cell) => cell.invalidFormat === 1).length;
    return { name, alias, asked: cells.length, ...score, invalid };
  });
}

function tableBC(protocol: "B" | "C", study: StudyAnswers): StageResult[] {
  const { logs, tasks } = viewBC(protocol, study);
  const summaries = summariesBC(logs, tasks);
  return stageScores(protocol, summaries).map(({ stage: { name, alias, question, code }, ...score }) => {
    const { provided, invalid_format_total } = summaries.stage_summaries[question][code]!;
    return { name, alias, asked: provided, ...score, invalid: invalid_format_total };
  });
}
