declare module "jstat" {
  interface Distribution<P extends number[]> {
    inv(p: number, ...parameters: P): number;
    cdf(x: number, ...parameters: P): number;
    pdf(x: number, ...parameters: P): number;
  }
  const library: {
    jStat: {
      studentt: Distribution<[degreesOfFreedom: number]>;
      normal: Distribution<[mean: number, sd: number]>;
      chisquare: Distribution<[degreesOfFreedom: number]>;
      noncentralt: { cdf(x: number, degreesOfFreedom: number, noncentrality: number): number };
      binomial: { cdf(successes: number, trials: number, p: number): number };
      gammaln(x: number): number;
      beta: Distribution<[alpha: number, beta: number]>;
    };
  };
  export = library;
}
