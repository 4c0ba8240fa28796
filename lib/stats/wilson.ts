import { normalQuantile } from "./distributions.ts";
import type { Interval } from "./interval.ts";

/**
 * Wilson's score interval of a proportion of independent trials (Wilson 1927, JASA 22:209).
 *
 * @param successes from 0 to `trials`, whole or averaged
 * @throws RangeError when `successes` is outside 0 to `trials`
 * @example
 * wilson(8, 10); // value 0.8, low 0.490, high 0.943
 */
export function wilson(successes: number, trials: number, level = 0.95): Interval {
  const method = "Wilson";
  if (!(successes >= 0 && successes <= trials)) throw new RangeError(`wilson: ${successes} successes of ${trials}`);
  if (trials === 0) return { value: null, low: null, high: null, n: 0, clusters: 0, method, reason: "no items" };
  const z = normalQuantile(1 - (1 - level) / 2);
  const p = successes / trials;
  const centre = (p + z ** 2 / (2 * trials)) / (1 + z ** 2 / trials);
  const half = (z / (1 + z ** 2 / trials)) * Math.sqrt((p * (1 - p)) / trials + z ** 2 / (4 * trials ** 2));
  const low = successes === 0 ? 0 : centre - half;
  const high = successes === trials ? 1 : centre + half;
  return { value: p, low, high, n: trials, clusters: trials, method };
}
