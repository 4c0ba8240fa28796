import { passesGate } from "./passesGate.ts";
import { protocolStages, type QuestionName } from "./stages.ts";

/** One reply of one stage of B or C. */
export interface LogBC {
  /** The stage code, such as `Q1_LLM2_combined`. */
  readonly stage: string;
  readonly key: string;
  readonly liveId: string;
  readonly chunkIndex: number | null;
  readonly question: QuestionName;
  /** Shown position. */
  readonly choice: number | null;
  readonly invalidFormat: 0 | 1;
  readonly correct: 0 | 1 | null;
}

/** One question that a run is about; `writtenAnswer` and `shownAnswer` are the right position before and after the shuffle. */
export interface TaskBC {
  readonly key: string;
  readonly liveId: string;
  readonly chunkIndex: number | null;
  readonly question: QuestionName;
  readonly hasChat: boolean;
  readonly writtenAnswer: number;
  readonly shownAnswer: number;
}

/** Shares of the positions 0 to 3; all 0 where nothing was counted. */
export type PositionShares = Record<"0" | "1" | "2" | "3", number>;

/** One stage of `metrics.json`, by the original's keys. */
export interface StageSummary {
  /** Logs of the stage. */
  provided: number;
  answered_valid: number;
  correct_total: number;
  /** Of the valid ones; null where none is. Chance is 0.25. */
  accuracy: number | null;
  pred_index_dist: PositionShares;
  invalid_format_total: number;
}

/** What B and C share in `metrics.json`. */
export interface SummariesBC {
  stage_summaries: Record<QuestionName, Record<string, StageSummary>>;
  subset_sizes: { Q1_total: number; Q1_with_chat: number; Q2_total: number; Q2_with_chat: number };
}

/**
 * The stage summaries of B and C over all logs of a run, and the sizes of the gated subsets over its current tasks.
 *
 * @example
 * summariesBC(logs, tasks).stage_summaries.Q1.Q1_LLM2_combined?.accuracy;
 */
export function summariesBC(logs: readonly LogBC[], tasks: readonly TaskBC[]): SummariesBC {
  const gated = gatedTasks(logs, tasks);
  const summaries = (question: QuestionName) => {
    const stages = protocolStages("B").filter((stage) => stage.question === question);
    return Object.fromEntries(stages.map(({ code }) => [code, stageSummary(logs.filter((log) => log.stage === code))]));
  };
  const size = (question: QuestionName, withChat: boolean) =>
    gated.filter((task) => task.question === question && (task.hasChat || !withChat)).length;
  return {
    stage_summaries: { Q1: summaries("Q1"), Q2: summaries("Q2") },
    subset_sizes: {
      Q1_total: size("Q1", false),
      Q1_with_chat: size("Q1", true),
      Q2_total: size("Q2", false),
      Q2_with_chat: size("Q2", true),
    },
  };
}

/** The tasks of the subsets S1 and S2: combined right, and right not without a body. Both logs must be there. */
function gatedTasks(logs: readonly LogBC[], tasks: readonly TaskBC[]): TaskBC[] {
  const all = protocolStages("B").filter((stage) => stage.gate === "all");
  const at = (log: Omit<LogBC, "stage" | "choice" | "invalidFormat" | "correct">, code: string) =>
    JSON.stringify([code, log.key, log.liveId, log.chunkIndex, log.question]);
  const byStage = new Map(logs.map((log) => [at(log, log.stage), log]));
  return tasks.filter((task) => {
    const reply = (body: string) => {
      const stage = all.find((s) => s.question === task.question && s.body === body)!;
      return byStage.get(at(task, stage.code));
    };
    const combined = reply("combined");
    const nothing = reply("none");
    return combined && nothing && passesGate("combinedRightNothingNot", combined, nothing);
  });
}

function stageSummary(logs: readonly LogBC[]): StageSummary {
  const valid = logs.filter((log) => log.invalidFormat === 0);
  const right = logs.filter((log) => log.correct === 1).length;
  return {
    provided: logs.length,
    answered_valid: valid.length,
    correct_total: right,
    accuracy: valid.length === 0 ? null : right / valid.length,
    pred_index_dist: positionShares(valid.map((log) => log.choice)),
    invalid_format_total: logs.length - valid.length,
  };
}

/** The share of each position among those that are 0 to 3. */
export function positionShares(positions: readonly (number | null)[]): PositionShares {
  const count = [0, 1, 2, 3].map((position) => positions.filter((p) => p === position).length);
  const total = Math.max(
    1,
    count.reduce((a, b) => a + b, 0),
  );
  return { "0": count[0]! / total, "1": count[1]! / total, "2": count[2]! / total, "3": count[3]! / total };
}
