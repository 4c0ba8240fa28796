const mostClusters = 65536;

/**
 * Two totals over clusters drawn with replacement, as many as there are: the cluster (pairs) bootstrap (Davison and Hinkley
 * 1997, Bootstrap Methods and their Application, section 3.8). Their ratio is a mean (scores to items) or a ratio of means.
 *
 * The indices come from xoshiro128++ (Blackman and Vigna 2021, ACM Trans Math Softw 47:36), two of 16 bits a number, made
 * unbiased by rejection (Lemire 2019, ACM Trans Model Comput Simul 29:3). `uniform` seeds it, so that the caller's seed
 * still decides everything: ten thousand resamples of 200 clusters are two million draws, and one call each would take most
 * of the time.
 *
 * @param uniform numbers on [0, 1), seeded by the caller
 * @throws RangeError for more than 65,536 clusters
 */
export function resampledTotals(
  first: Float64Array,
  second: Float64Array,
  resamples: number,
  uniform: () => number,
): [Float64Array, Float64Array] {
  const groups = first.length;
  if (groups > mostClusters) throw new RangeError(`resampledTotals: at most ${mostClusters} clusters, found ${groups}`);
  const uneven = mostClusters % groups;
  const word = () => (uniform() * 4294967296) | 0;
  let a = word();
  let b = word();
  let c = word();
  let d = word() | 1;
  // A cluster's two numbers side by side, and behind them two zeros for the half of a number that an odd count leaves over.
  const both = new Float64Array(2 * (groups + 1));
  for (let g = 0; g < groups; g++) {
    both[2 * g] = first[g]!;
    both[2 * g + 1] = second[g]!;
  }
  const zeros = 2 * groups;
  const leftOver = groups % 2;
  const firsts = new Float64Array(resamples);
  const seconds = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    // Each half of a number adds to its own sum: one addition need not wait for the other.
    let firstHigh = 0;
    let firstLow = 0;
    let secondHigh = 0;
    let secondLow = 0;
    for (let pairs = (groups + leftOver) / 2; pairs > 0; ) {
      const sum = (a + d) | 0;
      const number = (((sum << 7) | (sum >>> 25)) + a) | 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
      const high = Math.imul(number >>> 16, groups);
      const low = Math.imul(number & 65535, groups);
      if ((high & 65535) < uneven || (low & 65535) < uneven) continue;
      pairs--;
      const one = (high >>> 16) << 1;
      const other = pairs < leftOver ? zeros : (low >>> 16) << 1;
      firstHigh += both[one]!;
      secondHigh += both[one + 1]!;
      firstLow += both[other]!;
      secondLow += both[other + 1]!;
    }
    firsts[resample] = firstHigh + firstLow;
    seconds[resample] = secondHigh + secondLow;
  }
  return [firsts, seconds];
}
