import type { Random } from "#lib/effects/index.ts";

/** Gives the items in random order, each once before any comes again; the order of each round is new. */
export function bag<T>(items: readonly T[], random: Random): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = random.shuffle(items);
    return left.pop()!;
  };
}

/** A Poisson count: by products of uniforms (Knuth), from a mean of 30 on by the normal approximation. */
export function drawPoisson(mean: number, random: Random): number {
  if (mean >= 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count++;
  return count;
}

/** An exponential waiting time of mean 1. */
export function drawExponential(random: Random): number {
  return -Math.log(1 - random.next());
}

/**
 * A share with the given mean over clusters: Beta, whose two-valued draws within one cluster have the given intra-class
 * correlation (Beta-binomial, a + b = 1/icc - 1). At 0 it is the mean itself, at 1 it is 0 or 1.
 */
export function drawShare(mean: number, intraclassCorrelation: number, random: Random): number {
  if (mean <= 0 || mean >= 1 || intraclassCorrelation <= 0) return mean;
  if (intraclassCorrelation >= 1) return random.next() < mean ? 1 : 0;
  const size = 1 / intraclassCorrelation - 1;
  const a = drawGamma(mean * size, random);
  const b = drawGamma((1 - mean) * size, random);
  // Both can only underflow when the correlation is almost 1.
  return a + b === 0 ? (random.next() < mean ? 1 : 0) : a / (a + b);
}

/** A Gamma variate of scale 1 (Marsaglia and Tsang 2000, ACM TOMS 26:363). */
function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
