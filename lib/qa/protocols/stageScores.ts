import type { MetricsA } from "./metricsA.ts";
import type { SummariesBC } from "./metricsBC.ts";
import { type Protocol, protocolStages, type Stage } from "./stages.ts";

/** One stage as a protocol's own metrics have it. */
export interface StageScore {
  readonly stage: Stage;
  /** The protocol's denominator: without invalid answers, but with them for A's conditional chat. */
  readonly counted: number;
  readonly right: number;
  /** right / counted; null where nothing counts. */
  readonly accuracy: number | null;
}

/**
 * The stages of a protocol in its own order, from its metrics.
 *
 * @param metrics of A, or of B or C
 */
export function stageScores(protocol: Protocol, metrics: MetricsA | SummariesBC): StageScore[] {
  return protocolStages(protocol).map((stage) =>
    "stage_summaries" in metrics ? scoreOfBC(stage, metrics) : scoreOfA(stage, metrics),
  );
}

function scoreOfA(stage: Stage, metrics: MetricsA): StageScore {
  const q = stage.question === "Q1" ? "q1" : "q2";
  const arm = stage.body === "combined" ? "combined" : stage.gate === "all" ? "chat_uncond" : "chat_cond";
  return {
    stage,
    counted: arm === "chat_cond" ? metrics[`${q}_chat_cond_answered_total`] : metrics[`${q}_${arm}_total`],
    right: metrics[`${q}_${arm}_correct_total`],
    accuracy: metrics[`${q}_${arm}_accuracy`],
  };
}

function scoreOfBC(stage: Stage, { stage_summaries }: SummariesBC): StageScore {
  const { answered_valid, correct_total, accuracy } = stage_summaries[stage.question][stage.code]!;
  return { stage, counted: answered_valid, right: correct_total, accuracy };
}
