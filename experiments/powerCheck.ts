import { seededRandom } from "#lib/effects/index.ts";
import { type Artefact, type Figure, type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import { type PairsOptions, pairsTruth, simulatePairs } from "#lib/simulate/index.ts";
import {
  type Interval,
  pairedDifference,
  power,
  powerBySimulation,
  type StudyDesign,
  signFlipTest,
  videosNeeded,
} from "#lib/stats/index.ts";
import type { Experiment } from "./studyResults.ts";

const studies = 2000;
const level = 0.05;
/** With 199 drawn patterns a test at 0.05 is exact, since 200 x 0.05 is whole. */
const flips = 199;

/** How often simulated studies find a difference that was planted, beside the power that is predicted for them. */
export const powerCheck: Experiment = {
  name: "powerCheck",
  run(): Artefact[] {
    const checks = designs().flatMap(({ name, ...plan }) =>
      [0, plan.difference].map((difference) => checkPower(name, { ...plan, difference }, studies)),
    );
    return [...powerTable(checks), ...powerFigure(checks)];
  },
};

/** The studies that are tried; the last two have as many videos as `videosNeeded` asks for. */
function designs(): (PairsOptions & { name: string })[] {
  const usual = { questionsPerVideo: 12, accuracy: 0.4, alike: 0.3, intraclassCorrelation: 0.1, difference: 0.15 };
  const many = { ...usual, questionsPerVideo: 20, difference: 0.1 };
  const needed = (plan: Omit<PairsOptions, "videos">, wanted: number) => {
    const questionsPerVideo = plan.questionsPerVideo as number;
    return videosNeeded({ ...pairsTruth({ ...plan, videos: 2 }), questionsPerVideo }, plan.difference, wanted)!;
  };
  return [
    { name: "few videos", ...usual, videos: 6, difference: 0.25 },
    { name: "twelve videos", ...usual, videos: 12 },
    { name: "twelve videos that differ more", ...usual, videos: 12, intraclassCorrelation: 0.3 },
    { name: "nearly always right", ...usual, videos: 20, accuracy: 0.85, difference: 0.1 },
    { name: "6, 12 and 18 questions", ...usual, videos: 24, questionsPerVideo: uneven(24), difference: 0.1 },
    { name: "as many as 0.8 needs", ...many, videos: needed(many, 0.8) },
    { name: "as many as 0.95 needs", ...many, videos: needed(many, 0.95) },
  ];
}

function uneven(videos: number): number[] {
  return Array.from({ length: videos }, (_, video) => [6, 12, 18][video % 3]!);
}

/** A design, its predicted power, and the shares of simulated studies whose interval and whose test find a difference. */
export interface PowerCheck {
  name: string;
  design: StudyDesign;
  difference: number;
  predicted: number;
  interval: Interval;
  test: Interval;
}

/** Simulates studies of a design and counts in how many the paired interval leaves 0 out, and the sign-flip test rejects. */
export function checkPower(name: string, plan: PairsOptions, count: number): PowerCheck {
  const { videos, questionsPerVideo, difference } = plan;
  const mean =
    typeof questionsPerVideo === "number"
      ? questionsPerVideo
      : questionsPerVideo.reduce((sum, each) => sum + each, 0) / videos;
  const design = { videos, questionsPerVideo: mean, ...pairsTruth(plan) };
  const random = seededRandom(`power|${name}|${difference}`);
  const found = Array.from({ length: count }, () => {
    const { first, second } = simulatePairs({ ...plan, random });
    const differences = first.map((scores, video) => scores.map((score, i) => score - second[video]![i]!));
    const { low, high } = pairedDifference(differences);
    return {
      interval: low !== null && high !== null && (low > 0 || high < 0),
      test: signFlipTest(differences, random.next, flips).p! <= level,
    };
  });
  return {
    ...{ name, design, difference, predicted: power(design, difference) },
    interval: powerBySimulation((study) => found[study]!.interval, count),
    test: powerBySimulation((study) => found[study]!.test, count),
  };
}

function powerTable(checks: readonly PowerCheck[]): Artefact[] {
  const rows: Row[] = checks.map(({ name, design, difference, predicted, interval, test }) => ({
    values: {
      ...{ name, difference: difference.toFixed(2), videos: design.videos, questions: design.questionsPerVideo },
      ...{ icc: design.intraclassCorrelation, accuracy: design.accuracy, correlation: design.armCorrelation },
      ...{ predicted, interval, test },
    },
    sources: [{ name, ...design, difference, studies }],
  }));
  return renderTable({
    name: "powerCheck",
    title: "A planted difference is found as often as predicted",
    keys: ["name", "difference"],
    columns: [
      { key: "name", label: "study" },
      { key: "difference", label: "true difference" },
      { key: "videos", label: "videos" },
      { key: "questions", label: "questions a video" },
      { key: "icc", label: "intra-class correlation", digits: 3 },
      { key: "accuracy", label: "mean accuracy", digits: 2 },
      { key: "correlation", label: "correlation of arms", digits: 3 },
      { key: "predicted", label: "predicted power", digits: 3 },
      { key: "interval", label: "interval leaves out 0 [Monte-Carlo 95 %]", digits: 3 },
      { key: "test", label: "sign-flip test finds it [Monte-Carlo 95 %]", digits: 3 },
    ],
    rows,
    notes: [
      "The last two studies have as many videos as a power of 0.8 and of 0.95 need by the prediction.",
      `${studies} simulated studies a row, answers right or wrong under two arms; the Monte-Carlo standard error is 0.009 at a power of 0.8 and 0.005 at 0.05. Without a difference both should find one in 5 studies of 100.`,
      "Predicted power is what `livecorpus power` prints for the numbers of the row (--videos, --questions, --icc, --accuracy, --correlation, --difference): t on G - 1 degrees of freedom with the error of a clustered, paired difference. Correlations follow from how the answers were made, and were not fitted.",
      `Interval: the paired difference of the contrasts, t on G - 1. Sign-flip test at ${level}: all patterns up to 16 videos, ${flips} drawn ones above. A pattern that comes as far as the study counts against it, and totals of right answers often come as far; so the test finds a little less than the interval. With six videos the smallest p is 2 of 64, and the test finds little at all.`,
      "The prediction takes videos to have equally many questions. Where they have 6, 12 and 18 it promises more than is found, by less than can be seen here.",
    ],
  });
}

function powerFigure(checks: readonly PowerCheck[]): Artefact[] {
  const points: Figure["points"][number][] = checks.flatMap(({ name, difference, predicted, interval, test }) => {
    const x = `${name}: ${difference}`;
    const exact = { value: predicted, low: null, high: null, n: 0, clusters: 0, method: "predicted" };
    return [
      { x, series: "predicted", estimate: exact },
      { x, series: "interval leaves out 0", estimate: interval },
      { x, series: "sign-flip test", estimate: test },
    ];
  });
  return renderFigure({
    name: "powerCheck",
    title: "A planted difference is found as often as predicted",
    ...{ xLabel: "study: true difference", yLabel: "share of studies that find it", shape: "rows", points },
    reference: { value: level, label: "0.05" },
    notes: [`${studies} simulated studies a row; bars are the 95 % Monte-Carlo intervals.`],
  });
}
