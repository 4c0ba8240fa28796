import { clusterTotals } from "./clusterTotals.ts";
import { tQuantile } from "./distributions.ts";
import type { Interval } from "./interval.ts";

/** The two parts of a ratio for one item. */
export interface RatioItem {
  numerator: number;
  denominator: number;
}

/**
 * A ratio of two means on the same items with Fieller's interval, t on G - 1 degrees of freedom, clustered by video
 * (Fieller 1954, JRSS B 16:175; linearised variances and covariance as in `clusteredVariance`).
 *
 * @param clusters items, one list a video
 * @returns everything null with a reason where the denominator's own interval holds 0: there Fieller's set is unbounded and
 * the ratio says nothing
 */
export function fieller(clusters: readonly (readonly RatioItem[])[], level = 0.95): Interval {
  const method = "Fieller, t with G - 1, clustered by video";
  const filled = clusters.filter((items) => items.length > 0);
  const n = filled.reduce((sum, items) => sum + items.length, 0);
  const groups = filled.length;
  const nothing = (reason: string): Interval => ({
    value: null,
    low: null,
    high: null,
    n,
    clusters: groups,
    method,
    reason,
  });
  if (n === 0) return nothing("no items");
  if (groups === 1) return nothing("one video only");
  const above = clusterTotals(filled.map((items) => items.map(({ numerator }) => numerator)));
  const below = clusterTotals(filled.map((items) => items.map(({ denominator }) => denominator)));
  const a = above.reduce((sum, x) => sum + x, 0) / n;
  const b = below.reduce((sum, x) => sum + x, 0) / n;
  const scale = groups / (groups - 1) / n ** 2;
  const covariance = (x: number[], mx: number, y: number[], my: number) =>
    scale * filled.reduce((sum, { length }, g) => sum + (x[g]! - length * mx) * (y[g]! - length * my), 0);
  const t2 = tQuantile(1 - (1 - level) / 2, groups - 1) ** 2;
  const aa = a * a - t2 * covariance(above, a, above, a);
  const ab = a * b - t2 * covariance(above, a, below, b);
  const bb = b * b - t2 * covariance(below, b, below, b);
  // Rounding may leave 1e-17 of a difference that is 0.
  if (!(bb > 1e-20)) return nothing("the denominator's interval holds 0");
  const root = Math.sqrt(Math.max(0, ab * ab - aa * bb));
  if (root <= 1e-10 * (bb + Math.abs(ab))) return { ...nothing("no spread between videos"), value: a / b };
  return { value: a / b, low: (ab - root) / bb, high: (ab + root) / bb, n, clusters: groups, method };
}
