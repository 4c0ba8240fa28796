import { expect, test } from "vitest";
import { chooseVideos } from "#lib/collect/index.ts";
import { seededRandom } from "#lib/effects/index.ts";
import type { Candidate, SelectionRule } from "#lib/records/index.ts";

const rule: SelectionRule = {
  take: null,
  order: "random",
  stratify: null,
  perChannel: null,
  minDurationMs: 0,
  from: null,
  to: null,
  needsTimes: false,
  requireChat: false,
  leaveOut: "collected",
};
const none = () => null;
const candidate = (n: number, more: Partial<Candidate> = {}): Candidate => ({
  platform: "twitch",
  id: `${n}`,
  channelId: `c${n % 7}`,
  viewCount: n,
  foundBy: n % 4 === 0 ? "b" : "a",
  ...more,
});
const frame = Array.from({ length: 40 }, (_, i) => candidate(i));
const ids = (chosen: { id: string }[]) => chosen.map(({ id }) => id);

test("a sample does not depend on the order in which a platform gave the frame", () => {
  for (const more of [{ take: 10 }, { take: 10, perChannel: 2 }, { take: 10, stratify: "foundBy" as const }]) {
    const { chosen } = chooseVideos(frame, { ...rule, ...more }, "s", none);
    const other = chooseVideos(seededRandom("other order").shuffle(frame), { ...rule, ...more }, "s", none);
    expect(other.chosen).toEqual(chosen);
    expect(chosen).toHaveLength(10);
  }
});

test("each video is drawn as often as every other over many seeds", () => {
  const drawn = new Map<string, number>();
  const seeds = 1000;
  for (let seed = 0; seed < seeds; seed++)
    for (const id of ids(chooseVideos(frame, { ...rule, take: 10 }, `${seed}`, none).chosen))
      drawn.set(id, (drawn.get(id) ?? 0) + 1);
  // Four and a half standard deviations of a count of 1,000 at a quarter; the largest of 40 stays below it.
  for (const { id } of frame) expect(Math.abs(drawn.get(id)! - 250)).toBeLessThan(4.5 * Math.sqrt(1000 * 0.25 * 0.75));
});

test("strata get shares in proportion to their sizes, which sum up to what was asked for", () => {
  const { strata } = chooseVideos(frame, { ...rule, take: 7, stratify: "foundBy" }, "s", none);
  // Exact shares are 5.25 and 1.75.
  expect(strata).toEqual([
    { stratum: "a", eligible: 30, chosen: 5 },
    { stratum: "b", eligible: 10, chosen: 2 },
  ]);
  const more = chooseVideos(frame, { ...rule, take: 100, stratify: "views" }, "s", none);
  expect(more.strata.map(({ eligible, chosen }) => chosen - eligible)).toEqual([0, 0, 0]);
});

test("the most viewed come first, those with as many views in the platform's order, and a channel no more than its cap", () => {
  const given = [candidate(1, { viewCount: 5 }), candidate(8, { viewCount: 9 }), candidate(2, { viewCount: 5 })];
  expect(ids(chooseVideos(given, { ...rule, order: "views" }, "s", none).chosen)).toEqual(["8", "1", "2"]);
  const capped = chooseVideos(given, { ...rule, order: "views", perChannel: 1 }, "s", none);
  expect(ids(capped.chosen)).toEqual(["8", "2"]);
  expect(capped.frame[0]!.leftOut).toBe("channelCap");
});

test("lives of Pococha come by their numbers, not by their text", () => {
  const given = ["10", "9", "x", "100"].map((id) => candidate(0, { platform: "pococha", id }));
  expect(ids(chooseVideos(given, { ...rule, order: "number" }, "s", none).chosen)).toEqual(["9", "10", "100", "x"]);
});

test("a start on the first instant is in, one on the last is out, and a stream without a start is neither", () => {
  const given = ["2026-03-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z", undefined].map((startedAt, i) =>
    candidate(i, startedAt === undefined ? {} : { startedAt }),
  );
  const dated = { ...rule, from: "2026-03-01T00:00:00.000Z", to: "2026-03-02T00:00:00.000Z" };
  const { frame: reasons } = chooseVideos(given, dated, "s", none);
  expect(reasons.map(({ leftOut }) => leftOut)).toEqual([null, "outsideDates", "noTime"]);
});

test("a stream that runs now is as long as nobody knows, and is not too short", () => {
  const given = [candidate(1, { live: true }), candidate(2), candidate(3, { durationMs: 600_000 })];
  const { frame: reasons } = chooseVideos(given, { ...rule, minDurationMs: 600_000 }, "s", none);
  expect(reasons.map(({ leftOut }) => leftOut)).toEqual([null, "tooShort", null]);
});
