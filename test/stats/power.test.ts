import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import {
  designDetectable,
  designError,
  detectableDifference,
  pairedDifference,
  power,
  powerBySimulation,
  type StudyDesign,
  videosNeeded,
} from "#lib/stats/index.ts";
import { python } from "../python.ts";

/** One question a video and single differences of variance 1/2. */
const paired: StudyDesign = {
  videos: 34,
  questionsPerVideo: 1,
  intraclassCorrelation: 0,
  accuracy: 0.5,
  armCorrelation: 0,
};
const typical: StudyDesign = {
  videos: 16,
  questionsPerVideo: 20,
  intraclassCorrelation: 0.1,
  accuracy: 0.4,
  armCorrelation: 0.3,
};

it("gives R's strict power.t.test for a paired study: 34 pairs and half a standard deviation have power 0.808", () => {
  expect(power(paired, 0.5 * Math.SQRT1_2)).toBeCloseTo(0.8077775013, 7);
  // R: 118.69 pairs find 0.3 standard deviations with power 0.9.
  const { videos: _, ...rest } = paired;
  expect(videosNeeded(rest, -0.3 * Math.SQRT1_2, 0.9)).toBe(119);
});

it("agrees with scipy's noncentral t over designs", () => {
  const designs = [3, 5, 12, 40, 200].flatMap((videos) =>
    [0, 0.1, 0.6].flatMap((intraclassCorrelation) =>
      [0.02, 0.1, 0.3].map((difference) => ({ ...typical, videos, intraclassCorrelation, difference })),
    ),
  );
  const code = `
import json, sys, warnings, numpy as np
from scipy.stats import t, nct
warnings.simplefilter("ignore")
out = []
for d in json.load(sys.stdin):
    G, m, p = d["videos"], d["questionsPerVideo"], d["accuracy"]
    se = np.sqrt(2 * p * (1 - p) * (1 - d["armCorrelation"]) * (1 + (m - 1) * d["intraclassCorrelation"]) / (G * m))
    c = t.ppf(.975, G - 1); l = d["difference"] / se
    out.append(nct.sf(c, G - 1, l) + nct.cdf(-c, G - 1, l))
print(json.dumps(out))`;
  const oracle = python(code, designs) as number[];
  designs.forEach(({ difference, ...design }, i) => {
    expect(power(design, difference)).toBeCloseTo(oracle[i]!, 6);
    expect(power(design, -difference)).toBe(power(design, difference));
  });
});

it("has the level as its power where there is nothing to find", () => {
  expect(power(typical, 0)).toBeCloseTo(0.05, 6);
  expect(power({ ...typical, level: 0.9 }, 0)).toBeCloseTo(0.1, 6);
});

it("turns round: the detectable difference has the power asked for, one video fewer than needed has too little", () => {
  const difference = designDetectable(typical)!;
  expect(power(typical, difference)).toBeCloseTo(0.8, 5);
  const { videos: _, ...rest } = typical;
  for (const wanted of [0.5, 0.8, 0.95]) {
    const videos = videosNeeded(rest, 0.08, wanted)!;
    expect(power({ ...typical, videos }, 0.08)).toBeGreaterThanOrEqual(wanted);
    expect(power({ ...typical, videos: videos - 1 }, 0.08)).toBeLessThan(wanted);
  }
});

it("sizes a study that was run by Bloom's rule: (t of the test + t of the power) standard errors, 2.8 with many videos", () => {
  const random = seededRandom("bloom");
  const studies = [4, 16, 2000].map((videos) => Array.from({ length: videos }, () => 0.1 + random.normal()));
  const code = `
import json, sys, numpy as np
from scipy import stats
print(json.dumps([(stats.t.ppf(.975, len(d) - 1) + stats.t.ppf(.8, len(d) - 1)) * stats.sem(d) for d in json.load(sys.stdin)]))`;
  const oracle = python(code, studies) as number[];
  studies.forEach((differences, i) => {
    expect(detectableDifference(differences.map((d) => [d]))! / oracle[i]!).toBeCloseTo(1, 6);
  });
  // Bloom 1995: 2.8 standard errors for a power of 0.8.
  const alternating = Array.from({ length: 2000 }, (_, i) => [i % 2 === 0 ? 1 : -1]);
  expect(detectableDifference(alternating)! * Math.sqrt(2000)).toBeCloseTo(2.8, 2);
});

it("says with null that no number of videos or no difference is enough", () => {
  const { videos: _, ...rest } = typical;
  expect(videosNeeded(rest, 1e-5)).toBeNull();
  expect(designDetectable({ ...typical, videos: 2, accuracy: 0.98 })).toBeNull();
});

it("finds a planted difference as often as it predicts", () => {
  const random = seededRandom("planted");
  const single = designError({ ...typical, videos: 2, questionsPerVideo: 1 }) * Math.SQRT2;
  const [within, between] = [0.9, 0.1].map((share) => single * Math.sqrt(share)) as [number, number];
  const difference = 0.1;
  const found = powerBySimulation(
    () => {
      const { low, high } = pairedDifference(
        Array.from({ length: typical.videos }, () => {
          const video = difference + between * random.normal();
          return Array.from({ length: typical.questionsPerVideo }, () => video + within * random.normal());
        }),
      );
      return low! > 0 || high! < 0;
    },
    2000,
    0.999,
  );
  const predicted = power(typical, difference);
  expect(found.low!).toBeLessThan(predicted);
  expect(found.high!).toBeGreaterThan(predicted);
  expect(found.n).toBe(2000);
});

it("refuses numbers that no study can have", () => {
  const wrong: Partial<StudyDesign>[] = [
    { videos: 1 },
    { videos: 2.5 },
    { questionsPerVideo: 0 },
    { intraclassCorrelation: -0.1 },
    { accuracy: 1 },
    { armCorrelation: 1 },
    { accuracy: Number.NaN },
  ];
  for (const part of wrong) expect(() => power({ ...typical, ...part }, 0.1)).toThrow(RangeError);
  expect(() => designDetectable(typical, 0.04)).toThrow(/expected a power between/);
  expect(() => videosNeeded(typical, 0)).toThrow(/other than 0/);
  expect(() => powerBySimulation(() => true, 0)).toThrow(RangeError);
});
