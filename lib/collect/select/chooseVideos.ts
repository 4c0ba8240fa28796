import { seededRandom } from "#lib/effects/index.ts";
import type { Candidate, LeftOut, Selection, SelectionRule, Stratifier } from "#lib/records/index.ts";

/** What the corpus says against a candidate, or null. */
export type Objection = (candidate: Candidate) => "takenDown" | "collected" | "selectedBefore" | null;

/**
 * Chooses videos from a frame. The same frame and seed give the same videos, in whatever order the frame comes: a random
 * order gives each video a number of its own, drawn from the seed and its id, so that a video that joins the frame changes
 * nobody else's (permanent random numbers: Ohlsson, "Coordination of Samples Using Permanent Random Numbers", 1995). The cap
 * of a channel comes before the draw. Strata get shares in proportion to their sizes, by largest remainders; views,
 * duration and the size of channels are cut at their thirds.
 *
 * @param frame each video once; the place in it is the platform's order
 */
export function chooseVideos(
  frame: readonly Candidate[],
  rule: SelectionRule,
  seed: string,
  objection: Objection,
): Pick<Selection, "frame" | "strata" | "chosen"> {
  const leftOut = new Map<Candidate, LeftOut>();
  const eligible: Candidate[] = [];
  for (const one of frame) {
    const reason = objectionFirst(one, objection) ?? reasonOf(one, rule);
    if (reason) leftOut.set(one, reason);
    else eligible.push(one);
  }
  const ordered = inOrder(eligible, rule, seed);
  const ofChannel = new Map<string, number>();
  const capped = ordered.filter((one) => {
    if (rule.perChannel === null || one.channelId === undefined) return true;
    const before = ofChannel.get(one.channelId) ?? 0;
    ofChannel.set(one.channelId, before + 1);
    if (before < rule.perChannel) return true;
    leftOut.set(one, "channelCap");
    return false;
  });
  const strata = strataOf(capped, rule.stratify);
  const shares = shareOut(
    [...strata.values()].map(({ length }) => length),
    Math.min(capped.length, rule.take ?? capped.length),
  );
  const drawn = new Set<Candidate>();
  const counted = [...strata].map(([stratum, members], i) => {
    for (const one of members.slice(0, shares[i])) drawn.add(one);
    return { stratum, eligible: members.length, chosen: shares[i]! };
  });
  for (const one of capped) if (!drawn.has(one)) leftOut.set(one, "notDrawn");
  return {
    frame: frame.map((one) => {
      const reason = leftOut.get(one) ?? null;
      // Nothing but its name is kept of a video that was taken down.
      const { platform, id, foundBy } = one;
      return reason === "takenDown" ? { platform, id, foundBy, leftOut: reason } : { ...one, leftOut: reason };
    }),
    strata: counted,
    chosen: capped.filter((one) => drawn.has(one)).map(({ platform, id }) => ({ platform, id })),
  };
}

function objectionFirst(one: Candidate, objection: Objection): LeftOut | null {
  const found = objection(one);
  return found === "takenDown" || !one.gone ? found : "gone";
}

function reasonOf(one: Candidate, rule: SelectionRule): LeftOut | null {
  if (rule.needsTimes && (one.startedAt === undefined || (one.endedAt === undefined && !one.live))) return "noTime";
  if (rule.from !== null || rule.to !== null) {
    if (one.startedAt === undefined) return "noTime";
    const startMs = Date.parse(one.startedAt);
    if (rule.from !== null && startMs < Date.parse(rule.from)) return "outsideDates";
    if (rule.to !== null && startMs >= Date.parse(rule.to)) return "outsideDates";
  }
  // A running stream is as long as nobody knows yet.
  if (rule.minDurationMs > 0 && !one.live && (one.durationMs ?? 0) < rule.minDurationMs) return "tooShort";
  if (rule.requireChat && one.hasChat === false) return "noChat";
  return null;
}

/** By the rule, ties in the frame's order; in a random order the frame's order has no say. */
function inOrder(candidates: readonly Candidate[], { order }: SelectionRule, seed: string): Candidate[] {
  if (order === "found") return candidates.slice();
  const key = (one: Candidate): number => {
    if (order === "views") return -(one.viewCount ?? 0);
    if (order === "newest") return one.startedAt === undefined ? 0 : -Date.parse(one.startedAt);
    if (order === "random") return seededRandom(`${seed}|${one.platform}|${one.id}`).next();
    return /^\d+$/.test(one.id) ? Number(one.id) : Number.MAX_VALUE;
  };
  const keyed = candidates.map((one) => ({ one, at: key(one) }));
  const byId = order === "random" || order === "number";
  return keyed.sort((a, b) => a.at - b.at || (byId ? (a.one.id < b.one.id ? -1 : 1) : 0)).map(({ one }) => one);
}

/** Members keep the order they come in; strata are in the order of their names. */
function strataOf(candidates: readonly Candidate[], stratify: Stratifier | null): Map<string, Candidate[]> {
  const name = namerOf(candidates, stratify);
  const strata = new Map<string, Candidate[]>();
  for (const one of candidates) {
    const members = strata.get(name(one)) ?? [];
    members.push(one);
    strata.set(name(one), members);
  }
  return new Map([...strata].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function namerOf(candidates: readonly Candidate[], stratify: Stratifier | null): (one: Candidate) => string {
  if (stratify === null) return () => "all";
  if (stratify === "foundBy") return (one) => one.foundBy;
  if (stratify === "language") return (one) => one.language ?? "unknown";
  if (stratify === "day") return (one) => one.startedAt?.slice(0, 10) ?? "unknown";
  const measure = (one: Candidate) =>
    stratify === "views" ? one.viewCount : stratify === "duration" ? one.durationMs : one.channelSize;
  const values = candidates.flatMap((one) => measure(one) ?? []).sort((a, b) => a - b);
  const third = values[Math.floor(values.length / 3)] ?? 0;
  const twoThirds = values[Math.floor((2 * values.length) / 3)] ?? 0;
  return (one) => {
    const value = measure(one);
    if (value === undefined) return "unknown";
    const part = value < third ? "1 low" : value < twoThirds ? "2 middle" : "3 high";
    return `${stratify} ${part}`;
  };
}

/** Divides `total` in proportion to the sizes, by largest remainders; ties go to the earlier one. */
function shareOut(sizes: readonly number[], total: number): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (all === 0) return sizes.map(() => 0);
  const shares = sizes.map((size) => Math.floor((size * total) / all));
  const left = total - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = sizes
    .map((size, i) => ({ i, remainder: (size * total) % all }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder.slice(0, left)) shares[i]!++;
  return shares;
}
