import type { Random } from "#lib/effects/index.ts";
import { codePointLength } from "#lib/text/index.ts";
import { isSameVideo } from "./isSameVideo.ts";
import type { ReadChunk } from "./readChunk.ts";
import { sharesWord } from "./terms.ts";

/** A choice with the chunk that it was taken from. */
export interface Candidate {
  text: string;
  from: ReadChunk;
  words: readonly string[];
  /** Mean idf of its phrases. */
  rarity: number;
  /** Only candidates of the right one's shape may stand beside it. */
  shape: number;
  /** How often the same text was a wrong choice before. */
  uses: number;
  /** How much it tempts a reader who only looks for words. */
  lure: number;
}

const wrongChoices = 3;
const drawnFrom = 3;
const lureWeight = 2;
const useWeight = 1;

interface Wish {
  rarer: boolean;
  longer: boolean;
  sameVideo: boolean;
}

/**
 * Three wrong choices beside the right one, each from another chunk, no two choices sharing a word. Each is asked by lot to
 * be rarer or more common, and longer or shorter, than the right one, so that the right one's rank is uniform in both and
 * gives nothing away; one is asked to come from the same video. Of those that fit, one of the three that tempt most, match
 * best and were used least is drawn. Null where there are not three; without `strict` length and rarity may then be as they are.
 */
export function chooseRivals(
  right: Candidate,
  pool: readonly Candidate[],
  random: Random,
  strict: boolean,
): Candidate[] | null {
  const chosen: Candidate[] = [];
  const shuffled = random.shuffle(pool.filter((candidate) => candidate.shape === right.shape));
  for (const wish of wishes(random)) {
    const open = shuffled.filter((candidate) => isOpen(candidate, right, chosen));
    const fitting = firstThatFit(open, right, wish, strict);
    if (fitting.length === 0) return null;
    chosen.push(random.pick(fitting.slice(0, drawnFrom)));
  }
  return chosen;
}

function wishes(random: Random): Wish[] {
  const slots = Array.from({ length: wrongChoices }, (_, i) => i);
  const rarer = random.below(wrongChoices + 1);
  const longer = random.below(wrongChoices + 1);
  const byRarity = random.shuffle(slots);
  const byLength = random.shuffle(slots);
  return slots.map((slot) => ({
    rarer: byRarity[slot]! < rarer,
    longer: byLength[slot]! < longer,
    sameVideo: slot === 0,
  }));
}

function firstThatFit(open: readonly Candidate[], right: Candidate, wish: Wish, strict: boolean): Candidate[] {
  const size = (c: Candidate) => codePointLength(c.text);
  const rarity = (c: Candidate, least: number) => (c.rarity - right.rarity) * (wish.rarer ? 1 : -1) >= least;
  const length = (c: Candidate, least: number) => (size(c) - size(right)) * (wish.longer ? 1 : -1) >= least;
  const differs = (c: Candidate) => rarity(c, Number.MIN_VALUE) && length(c, 1);
  const tests: ((c: Candidate) => boolean)[] = [
    (c) => differs(c) && isSameVideo(c.from, right.from) === wish.sameVideo,
    differs,
    // A right choice of extreme length or rarity has none beyond it: then equals stand in, so that it is no extreme either.
    (c) => rarity(c, 0) && length(c, 0),
    ...(strict ? [] : [(c: Candidate) => rarity(c, 0), () => true]),
  ];
  for (const test of tests) {
    const fitting = open.filter(test);
    if (fitting.length > 0) return bestFirst(fitting, right);
  }
  return [];
}

function bestFirst(candidates: readonly Candidate[], right: Candidate): Candidate[] {
  return candidates
    .map((candidate) => ({
      candidate,
      cost: mismatch(candidate, right) + useWeight * candidate.uses - lureWeight * candidate.lure,
    }))
    .sort((a, b) => a.cost - b.cost)
    .map((item) => item.candidate);
}

/** How far two candidates differ in what can be seen without the stream. */
function mismatch(a: Candidate, b: Candidate): number {
  const length = Math.abs(Math.log(codePointLength(a.text) / codePointLength(b.text)));
  return 2 * length + Math.abs(a.rarity - b.rarity);
}

function isOpen(candidate: Candidate, right: Candidate, chosen: readonly Candidate[]): boolean {
  return (
    chosen.every((other) => other.from !== candidate.from) &&
    [right, ...chosen].every((other) => !sharesWord(other, candidate))
  );
}
