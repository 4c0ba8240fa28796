import { expect, it } from "vitest";
import { checkPower } from "../../experiments/powerCheck.ts";
import { commandLine } from "../commandLine.ts";

const plan = {
  ...{ videos: 12, questionsPerVideo: 12, accuracy: 0.4, difference: 0.2, alike: 0.3, intraclassCorrelation: 0.1 },
};
const studies = 1000;
/** Four standard errors of a share of so many studies. */
const margin = (share: number) => 4 * Math.sqrt((share * (1 - share)) / studies);

it("finds a planted difference as often as livecorpus power says, by interval and by permutation", async () => {
  const { design, predicted, interval, test } = checkPower("planted", plan, studies);
  const flags = {
    ...{ videos: design.videos, questions: design.questionsPerVideo, icc: design.intraclassCorrelation },
    ...{ accuracy: design.accuracy, correlation: design.armCorrelation, difference: plan.difference },
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
  const { out } = await commandLine(["power", ...args, "--json"]);
  expect((JSON.parse(out) as { power: number }).power).toBeCloseTo(predicted, 12);
  expect(predicted).toBeGreaterThan(0.7);
  expect(Math.abs(interval.value! - predicted)).toBeLessThan(margin(predicted));
  // A permutation test of twelve videos gives a little away for its ties.
  expect(test.value!).toBeGreaterThan(predicted - 0.1);
  expect(test.value!).toBeLessThan(predicted + margin(predicted));
});

it("finds nothing more often than in 5 of 100 studies where there is nothing", () => {
  const { predicted, interval, test } = checkPower("nothing", { ...plan, difference: 0 }, studies);
  expect(predicted).toBeCloseTo(0.05, 6);
  expect(Math.abs(interval.value! - 0.05)).toBeLessThan(margin(0.05));
  expect(test.value!).toBeLessThan(0.05 + margin(0.05));
});
