import library from "jstat";
import { neverNought } from "./distributions.ts";

/**
 * Exact McNemar test of two arms on the same questions (McNemar 1947, Psychometrika 12:153; exact two-sided binomial on the discordant pairs).
 * It treats questions as independent; the clustered contrast stands beside it in every table.
 *
 * @param onlyFirst pairs that only the first arm got right
 * @param onlySecond pairs that only the second arm got right
 * @returns the p-value; null with no discordant pair, where the test says nothing; never 0: what is
 * smaller than every number of this machine is given as the smallest (5e-324)
 * @throws RangeError for a count that is negative or not whole
 * @example
 * mcnemar(1, 7); // 0.0703 (Fagerland et al. 2013, BMC Med Res Methodol 13:91)
 */
export function mcnemar(onlyFirst: number, onlySecond: number): number | null {
  for (const pairs of [onlyFirst, onlySecond])
    if (!Number.isInteger(pairs) || pairs < 0) throw new RangeError(`mcnemar: expected whole counts, found ${pairs}`);
  const discordant = onlyFirst + onlySecond;
  if (discordant === 0) return null;
  const fewer = Math.min(onlyFirst, onlySecond);
  // The binomial's lower tail as a beta probability, which stays above nought where a sum of its terms is rounded away.
  return Math.min(1, neverNought(2 * library.jStat.beta.cdf(0.5, discordant - fewer, fewer + 1)));
}
