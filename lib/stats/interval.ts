/**
 * A number with the range that it is known to. `value`, `low` and `high` are null together with a `reason` where nothing can
 * be said, never NaN; `n` counts items, `clusters` the videos they come from.
 */
export interface Interval {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
  clusters: number;
  method: string;
  reason?: string;
}

/** Items of one cluster (a video): their scores. */
export type Clusters = readonly (readonly number[])[];
