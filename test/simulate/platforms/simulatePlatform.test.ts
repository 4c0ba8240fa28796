import { expect, it } from "vitest";
import { simulateFrame, simulatePlatform } from "#lib/simulate/index.ts";
import { selectSimulated } from "../../../experiments/selectSimulated.ts";

const world = { name: "march", videos: 120, days: 14, now: "2026-03-15T00:00:00Z" };

it("gives the same streams for the same seed, each within its days, and some that are odd", () => {
  const options = { platform: "youtube" as const, videos: 500, now: new Date(world.now), days: 14, seed: "a" };
  const frame = simulateFrame(options);
  expect(simulateFrame(options)).toEqual(frame);
  expect(new Set(frame.map(({ id }) => id)).size).toBe(500);
  const starts = frame.flatMap(({ startedAt }) => (startedAt === undefined ? [] : [Date.parse(startedAt)]));
  expect(Math.max(...frame.map(({ endedAt = "1970-01-01" }) => Date.parse(endedAt)))).toBeLessThanOrEqual(
    Date.parse(world.now),
  );
  expect(starts.length).toBeLessThan(500);
  expect(frame.some(({ gone }) => gone)).toBe(true);
});

it("is asked by the code that asks YouTube, page by page, and knows what was said", async () => {
  const request = { platform: "youtube" as const, queries: ["雑談"], from: "2026-03-01", to: "2026-03-15", take: 10 };
  const { frame, chosen, cost } = await selectSimulated(request, world);
  const held = simulateFrame({ platform: "youtube", videos: 120, now: new Date(world.now), days: 14, seed: "march" });
  expect(chosen).toHaveLength(10);
  expect(cost.calls).toBeGreaterThan(3);
  const [one] = frame.filter(({ id }) => id === chosen[0]?.id);
  const known = held.find(({ id }) => id === one?.id);
  expect(one).toMatchObject({
    viewCount: known?.viewCount,
    durationMs: known?.durationMs,
    channelId: known?.channelId,
  });
});

it("is asked by the code that asks Twitch, in the original's way: the most viewed of a week", async () => {
  const { frame, chosen } = await selectSimulated({ platform: "twitch", preset: "original" }, world);
  const views = frame.map(({ viewCount = 0 }) => viewCount);
  expect(views).toEqual(views.slice().sort((a, b) => b - a));
  expect(chosen.length).toBeGreaterThan(20);
  expect(chosen.length).toBeLessThan(100);
});

it("answers nothing that it does not simulate", async () => {
  const answer = await simulatePlatform([], new Date(world.now))("https://www.googleapis.com/youtube/v3/captions");
  expect(answer.status).toBe(404);
});
