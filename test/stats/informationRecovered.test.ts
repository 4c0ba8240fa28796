import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { fieller, informationRecovered, type ThreeArms } from "#lib/stats/index.ts";
import { python } from "../python.ts";

const seeded = (seed: string) => seededRandom(seed).next;

/** Questions whose fact chat gives away in `leak` of the cases; a reader who does not see it guesses one of four. */
function study(seed: string, videos: number, leak: number): ThreeArms[][] {
  const random = seededRandom(seed);
  const guess = () => Number(random.next() < 0.25);
  return Array.from({ length: videos }, () =>
    Array.from({ length: 12 }, () => ({
      chat: random.next() < leak ? 1 : guess(),
      none: guess(),
      combined: random.next() < 0.9 ? 1 : guess(),
    })),
  );
}

it("is Fieller's set: the ratios that a t test of numerator - ratio x denominator does not reject", () => {
  const random = seededRandom("fieller");
  const studies = Array.from({ length: 5 }, () =>
    Array.from({ length: 9 }, () => ({
      numerator: 0.3 + 0.2 * random.normal(),
      denominator: 0.6 + 0.25 * random.normal(),
    })),
  );
  const code = `
import json, sys, numpy as np
from scipy import stats, optimize
out = []
for study in json.load(sys.stdin):
    a = np.array([i["numerator"] for i in study]); b = np.array([i["denominator"] for i in study]); r = a.mean() / b.mean()
    f = lambda q: stats.ttest_1samp(a - q * b, 0).pvalue - 0.05
    out.append([r, optimize.brentq(f, r - 50, r, xtol=1e-13), optimize.brentq(f, r, r + 50, xtol=1e-13)])
print(json.dumps(out))`;
  const oracle = python(code, studies) as [number, number, number][];
  studies.forEach((items, i) => {
    const [value, low, high] = oracle[i]!.map((x) => expect.closeTo(x, 6));
    expect(fieller(items.map((item) => [item]))).toMatchObject({ value, low, high, n: 9, clusters: 9 });
  });
});

it("finds how much of the gap chat closes, by both intervals", () => {
  const { fieller: first, bootstrap: second } = informationRecovered(study("leak", 60, 0.45), seeded("b"));
  expect(first.value).toBe(second.value);
  // Truth: 0.45 / 0.9.
  for (const { low, high } of [first, second]) {
    expect(low!).toBeLessThan(0.5);
    expect(high!).toBeGreaterThan(0.5);
  }
  expect(second.low!).toBeCloseTo(first.low!, 1);
  expect(second.high!).toBeCloseTo(first.high!, 1);
});

it("holds the truth in about 95 of 100 studies of 16 videos", () => {
  const held = [0, 0];
  for (let s = 0; s < 300; s++) {
    const both = informationRecovered(study(`coverage|${s}`, 16, 0.3), seeded(`b${s}`), { resamples: 999 });
    [both.fieller, both.bootstrap].forEach(({ low, high }, i) => {
      if (low! <= 1 / 3 && high! >= 1 / 3) held[i]!++;
    });
  }
  // Three standard deviations of a binomial(300, 0.95) are 11 on either side of 285.
  expect(held[0]).toBeGreaterThan(273);
  expect(held[0]).toBeLessThan(297);
  expect(held[1]).toBeGreaterThan(265);
});

it("agrees with numpy on all 3,125 resamples of five videos, ratios and jackknife alike", () => {
  const random = seededRandom("ratio");
  const arms = Array.from({ length: 5 }, () =>
    Array.from({ length: 2 + random.below(5) }, () => ({
      chat: 0.4 + 0.3 * random.next(),
      none: 0.2 + 0.2 * random.next(),
      combined: 0.7 + 0.3 * random.next(),
    })),
  );
  const code = `
import json, sys, itertools, numpy as np
from scipy.stats import norm
study = json.load(sys.stdin)
a = np.array([sum(q["chat"] - q["none"] for q in v) for v in study]); b = np.array([sum(q["combined"] - q["none"] for q in v) for v in study])
e = a.sum() / b.sum(); i = np.array(list(itertools.product(range(5), repeat=5))); th = a[i].sum(1) / b[i].sum(1)
z0 = norm.ppf(((th < e - 1e-12).sum() + 0.5 * (abs(th - e) <= 1e-12).sum()) / len(th))
j = (a.sum() - a) / (b.sum() - b); u = j.mean() - j; k = (u ** 3).sum() / (6 * (u ** 2).sum() ** 1.5)
z = z0 + norm.ppf([0.025, 0.975])
print(json.dumps([e, *np.quantile(th, norm.cdf(z0 + z / (1 - k * z)))]))`;
  const [value, low, high] = python(code, arms) as [number, number, number];
  const { bootstrap } = informationRecovered(arms, seeded("five"), { resamples: 300_000 });
  expect(bootstrap.value).toBeCloseTo(value, 12);
  expect(Math.abs(bootstrap.low! - low)).toBeLessThan(0.002);
  expect(Math.abs(bootstrap.high! - high)).toBeLessThan(0.002);
});

it("is not cut at 0 and 1", () => {
  const flip = (arms: ThreeArms[][]) =>
    arms.map((items) => items.map(({ chat, none, combined }) => ({ chat: combined, none, combined: chat })));
  expect(informationRecovered(flip(study("above", 40, 0.4)), seeded("x")).fieller.value).toBeGreaterThan(1.5);
  const misled = study("below", 40, 0).map((items) => items.map((item) => ({ ...item, chat: 0 })));
  expect(informationRecovered(misled, seeded("x")).fieller.value).toBeLessThan(-0.1);
});

it("says nothing, with a reason, where chat and speech together may tell no more than nothing", () => {
  const guesses = study("guesses", 12, 0);
  const useless = study("useless", 12, 0).map((items, g) =>
    items.map((item, i) => ({ ...item, combined: guesses[g]![i]!.chat })),
  );
  const both = informationRecovered(useless, seeded("x"));
  for (const interval of [both.fieller, both.bootstrap])
    expect(interval).toMatchObject({
      value: null,
      low: null,
      high: null,
      n: 144,
      clusters: 12,
      reason: "the denominator's interval holds 0",
    });
});

it("gives Fieller's interval alone where resamples of few videos reach a denominator of 0", () => {
  const arms = (gain: number, gap: number): ThreeArms[] => [{ chat: gain, none: 0, combined: gap }];
  const few = [arms(0.9, 1), arms(0.3, 1), arms(0.1, 1), arms(0.2, -1)];
  const { fieller: first, bootstrap: second } = informationRecovered(few, seeded("x"), { level: 0.6 });
  expect(first.low!).toBeLessThan(0.75);
  expect(first.high!).toBeGreaterThan(0.75);
  expect(second).toMatchObject({
    value: 0.75,
    low: null,
    high: null,
    reason: "the denominator reaches 0 in too many resamples",
  });
});

it("says why there is nothing to tell", () => {
  const reason = (arms: ThreeArms[][]) => informationRecovered(arms, seeded("x")).bootstrap.reason;
  const same = { chat: 0.5, none: 0, combined: 1 };
  expect(reason([])).toBe("no items");
  expect(reason([[same]])).toBe("one video only");
  expect(informationRecovered([[same], [same]], seeded("x")).bootstrap).toMatchObject({
    value: 0.5,
    low: null,
    reason: "no spread between videos",
  });
});
