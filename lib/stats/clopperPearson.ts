import { betaQuantile } from "./distributions.ts";
import type { Interval } from "./interval.ts";

/**
 * The exact binomial interval (Clopper and Pearson 1934, Biometrika 26:404); also for fractional counts, as an effective
 * sample size gives them.
 *
 * @throws RangeError when `successes` is outside 0 to `trials`
 * @example
 * clopperPearson(8, 10); // value 0.8, low 0.444, high 0.975
 */
export function clopperPearson(successes: number, trials: number, level = 0.95): Interval {
  const method = "Clopper-Pearson";
  if (!(successes >= 0 && successes <= trials)) throw new RangeError(`clopperPearson: ${successes} of ${trials}`);
  if (trials === 0) return { value: null, low: null, high: null, n: 0, clusters: 0, method, reason: "no items" };
  const tail = (1 - level) / 2;
  const low = successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1);
  const high = successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes);
  return { value: successes / trials, low, high, n: trials, clusters: trials, method };
}
