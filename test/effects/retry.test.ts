import { expect, test } from "vitest";
import { fixedClock, type Patience, retry, seededRandom } from "#lib/effects/index.ts";
import { InputError, RateLimitedError, TransientError } from "#lib/errors.ts";

const patience: Patience = { firstPauseMs: 100, longestPauseMs: 1000, giveUpAfterMs: 60_000 };

/** Effects whose sleep moves the clock; `jitter` is what the random source always gives. */
function effects(jitter?: number) {
  const clock = fixedClock("2026-01-01T00:00:00Z");
  const pauses: number[] = [];
  const random = { ...seededRandom("retry"), ...(jitter !== undefined && { next: () => jitter }) };
  const sleep = async (ms: number) => {
    pauses.push(ms);
    clock.advance(ms);
  };
  return { clock, sleep, random, pauses };
}

/** Throws the errors in turn, then gives the number of the attempt. */
function failing(...errors: Error[]) {
  return async (attempt: number) => {
    const error = errors[attempt - 1];
    if (error) throw error;
    return attempt;
  };
}

const transient = (times: number) => Array.from({ length: times }, (_, i) => new TransientError(`${i}`));

test("what fails for a while is done in the end", async () => {
  expect(await retry(failing(...transient(6)), patience, effects())).toBe(7);
});

test("whoever wants to know is told of each pause before it begins, and why", async () => {
  const told: string[] = [];
  const world = { ...effects(1), pausing: (error: Error, ms: number) => told.push(`${error.message} ${ms}`) };
  await retry(failing(...transient(2)), patience, world);
  expect(told).toEqual(["0 100", "1 200"]);
});

test("the bound of a pause doubles up to the longest", async () => {
  const world = effects(1);
  await retry(failing(...transient(6)), patience, world);
  expect(world.pauses).toEqual([100, 200, 400, 800, 1000, 1000]);
});

test("pauses are spread evenly from nothing to their bound", async () => {
  const pauses: number[] = [];
  const world = effects();
  const sleep = async (ms: number) => void pauses.push(ms);
  await retry(failing(...transient(2000)), { ...patience, firstPauseMs: 1000 }, { ...world, sleep });
  const mean = pauses.reduce((sum, ms) => sum + ms, 0) / pauses.length;
  // Five standard errors of the mean of 2,000 draws from 0 to 1,000.
  expect(Math.abs(mean - 500)).toBeLessThan(5 * (1000 / Math.sqrt(12 * 2000)));
  expect(Math.min(...pauses)).toBeLessThan(10);
});

test("who asks for a pause gets it", async () => {
  const world = effects(0);
  await retry(failing(new RateLimitedError("slowly", 7000)), patience, world);
  expect(world.pauses).toEqual([7000]);
});

test("an error that another attempt cannot mend is thrown at once", async () => {
  const world = effects();
  await expect(retry(failing(new InputError("no")), patience, world)).rejects.toThrow(InputError);
  await expect(retry(failing(new TypeError("bug")), patience, world)).rejects.toThrow(TypeError);
  expect(world.pauses).toEqual([]);
});

test("patience ends, and the last error says why", async () => {
  const world = effects(1);
  const startMs = world.clock.monotonicMs();
  await expect(retry(failing(...transient(1000)), patience, world)).rejects.toThrow(/^6\d$/);
  expect(world.clock.monotonicMs() - startMs).toBeLessThanOrEqual(60_000);
  await expect(retry(failing(new RateLimitedError("tomorrow", 86_400_000)), patience, world)).rejects.toThrow(
    "tomorrow",
  );
});

test("patience is for standing still: what gets further may take as long as it takes", async () => {
  const world = effects(1);
  const act = async (attempt: number, progressed: () => void) => {
    if (attempt % 10 === 0) progressed();
    if (attempt < 1000) throw new TransientError("again");
    return attempt;
  };
  expect(await retry(act, patience, world)).toBe(1000);
});
