import {
  type LogBC,
  type PositionShares,
  positionShares,
  type SummariesBC,
  summariesBC,
  type TaskBC,
} from "./metricsBC.ts";
import type { QuestionName } from "./stages.ts";

/** A run of B or C, with what its metrics file says of itself. */
export interface RunBC {
  readonly label: string;
  /** B's `run_tag`, C's `run_id`. */
  readonly source: string;
  readonly liveCount: number;
  /** Local time to the second without an offset, as the original wrote it. */
  readonly generatedAt: string;
  readonly logs: readonly LogBC[];
  readonly tasks: readonly TaskBC[];
}

/** Right positions by question, before or after the shuffle. */
export type Positions = Readonly<Record<QuestionName, readonly number[]>>;

/** `metrics.json` of protocol B, by its own keys. */
export interface MetricsB extends SummariesBC {
  run_label: string;
  run_tag: string;
  num_live: number;
  gt_index_distribution: Record<`${QuestionName}_${"original" | "shuffled"}`, PositionShares>;
  generated_at: string;
}

/** `metrics.json` of protocol C, by its own keys. */
export interface MetricsC extends SummariesBC {
  run_label: string;
  run_id: string;
  num_live: number;
  gt_index_distribution_before: Record<QuestionName, PositionShares>;
  gt_index_distribution_after: Record<QuestionName, PositionShares>;
  generated_at: string;
}

/**
 * Protocol B's metrics; its distributions of right positions are over the tasks, repeated ones included.
 *
 * @example
 * metricsB({ label: "run", source: "run_1050", liveCount: 40, generatedAt: "2024-09-17T12:00:00", logs, tasks });
 */
export function metricsB(run: RunBC): MetricsB {
  const shares = (question: QuestionName, position: "writtenAnswer" | "shownAnswer") =>
    positionShares(run.tasks.filter((task) => task.question === question).map((task) => task[position]));
  return {
    run_label: run.label,
    run_tag: run.source,
    num_live: run.liveCount,
    gt_index_distribution: {
      Q1_original: shares("Q1", "writtenAnswer"),
      Q1_shuffled: shares("Q1", "shownAnswer"),
      Q2_original: shares("Q2", "writtenAnswer"),
      Q2_shuffled: shares("Q2", "shownAnswer"),
    },
    ...summariesBC(run.logs, run.tasks),
    generated_at: run.generatedAt,
  };
}

/**
 * Protocol C's metrics; its distributions of right positions are over all question files and shuffle records of the run.
 *
 * @param before right positions in the question files
 * @param after right positions in the shuffle records
 */
export function metricsC(run: RunBC, before: Positions, after: Positions): MetricsC {
  const shares = ({ Q1, Q2 }: Positions) => ({ Q1: positionShares(Q1), Q2: positionShares(Q2) });
  return {
    run_label: run.label,
    run_id: run.source,
    num_live: run.liveCount,
    gt_index_distribution_before: shares(before),
    gt_index_distribution_after: shares(after),
    ...summariesBC(run.logs, run.tasks),
    generated_at: run.generatedAt,
  };
}
