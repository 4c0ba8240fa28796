/** One stage of one row of A's run log. */
export interface CellA {
  /** True once the stage was run, whatever came of it. */
  readonly asked: boolean;
  readonly choice: number | null;
  readonly correct: 0 | 1 | null;
  readonly invalidFormat: 0 | 1;
}

/** The arms of A: combined, chat for all, chat for those whose combined answer is right. */
export type ArmA = "combined" | "chat_uncond" | "chat_cond";

/** One row of A's run log: a chunk that was adopted, or the reason why it was not. */
export interface RowA<Cell extends CellA = CellA> {
  readonly liveId: string;
  readonly chunkIndex: number | null;
  readonly status: string;
  readonly hasChat: boolean;
  readonly q1: Readonly<Record<ArmA, Cell>>;
  readonly q2: Readonly<Record<ArmA, Cell>>;
}

/** A's metrics of one question, by the original's keys without `q1_` or `q2_`. */
interface QuestionMetricsA {
  /** Rows whose combined answer is right or wrong; invalid and failed ones are left out. */
  combined_total: number;
  combined_correct_total: number;
  combined_accuracy: number | null;
  chat_uncond_total: number;
  chat_uncond_correct_total: number;
  chat_uncond_accuracy: number | null;
  chat_cond_possible_total: number;
  chat_cond_trigger_total: number;
  chat_cond_answered_total: number;
  chat_cond_correct_total: number;
  /** Of all that were asked: invalid and failed ones count as wrong here. */
  chat_cond_accuracy: number | null;
  chat_cond_not_attempted_total: number;
}

type Prefixed<Q extends string> = { [K in keyof QuestionMetricsA as `${Q}_${K}`]: QuestionMetricsA[K] };

/** `metrics_top100.json` of protocol A, by its own keys. */
export type MetricsA = Prefixed<"q1"> & Prefixed<"q2"> & { invalid_format_total: number };

/**
 * Protocol A's metrics over all rows of its log. Rows doubled by a resume count twice, as in the original.
 *
 * @example
 * metricsA(rows).q1_combined_accuracy;
 */
export function metricsA(rows: readonly RowA[]): MetricsA {
  const cells = rows.flatMap(({ q1, q2 }) => [q1, q2].flatMap((q) => [q.combined, q.chat_uncond, q.chat_cond]));
  return {
    ...prefixed(
      "q1",
      questionMetrics(rows, (row) => row.q1),
    ),
    ...prefixed(
      "q2",
      questionMetrics(rows, (row) => row.q2),
    ),
    invalid_format_total: cells.filter((cell) => cell.invalidFormat === 1).length,
  };
}

function questionMetrics(rows: readonly RowA[], cellsOf: (row: RowA) => RowA["q1"]): QuestionMetricsA {
  const combined = counted(rows.map((row) => cellsOf(row).combined));
  const uncond = counted(rows.map((row) => cellsOf(row).chat_uncond));
  const isPossible = (row: RowA) => cellsOf(row).combined.correct === 1 && row.hasChat;
  const isTriggered = (row: RowA) => cellsOf(row).chat_cond.asked || cellsOf(row).chat_cond.correct !== null;
  const triggered = rows.filter(isTriggered);
  const right = triggered.filter((row) => cellsOf(row).chat_cond.correct === 1).length;
  return {
    combined_total: combined.total,
    combined_correct_total: combined.right,
    combined_accuracy: share(combined.right, combined.total),
    chat_uncond_total: uncond.total,
    chat_uncond_correct_total: uncond.right,
    chat_uncond_accuracy: share(uncond.right, uncond.total),
    chat_cond_possible_total: rows.filter(isPossible).length,
    chat_cond_trigger_total: triggered.length,
    chat_cond_answered_total: triggered.length,
    chat_cond_correct_total: right,
    chat_cond_accuracy: share(right, triggered.length),
    chat_cond_not_attempted_total: rows.filter((row) => isPossible(row) && !isTriggered(row)).length,
  };
}

function counted(cells: readonly CellA[]): { total: number; right: number } {
  return {
    total: cells.filter((cell) => cell.correct !== null).length,
    right: cells.filter((cell) => cell.correct === 1).length,
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function prefixed<Q extends string>(name: Q, metrics: QuestionMetricsA): Prefixed<Q> {
  return Object.fromEntries(Object.entries(metrics).map(([key, value]) => [`${name}_${key}`, value])) as Prefixed<Q>;
}
