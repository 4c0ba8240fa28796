import { singular, stopWords } from "#lib/text/index.ts";
import type { Folded, Word } from "./words.ts";

const nounFrames = setOf(
  "the a an this that these those our your my its their his any each every some no another which in on of per via about under using",
);
const otherFrames = setOf(
  `to we i you they he she it who will can could should would may might must not don't doesn't didn't can't won't let's did do
does we'll i'll you'll they'll we'd i'd they'd just also already never really always probably very so too more most is are was
were be been being isn't aren't it's that's quite pretty`,
);
/** Who is spoken to stands after these, with or without a comma. */
const addresses = setOf("hi hello hey thanks thank welcome bye goodbye congrats sorry yo sir mr mrs ms dr");
const closers = setOf(
  `of in on at to for from with by and or but is are was were be been has have had do does did will would can could should may
might that which who when where why how because if so as than then the a an this i we you they he she it not`,
);

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/u));
}

/** An English word without possessive and plural s. */
export function foldEnglish(segment: string): Folded {
  const lower = segment.toLowerCase();
  const key = singular(lower.replace(/'.*$/u, ""));
  const stop = stopWords("en");
  const content =
    /^[\p{Script=Latin}\p{N}.]+(?:'s)?$/u.test(lower) &&
    (/\d/u.test(lower) || (key.length >= 3 && !lower.endsWith("ly") && !stop.has(lower) && !stop.has(key)));
  return { surface: segment.replace(/'s$/iu, ""), key, content, closes: lower.endsWith("'s"), asNoun: false };
}

/**
 * What its neighbours say of a word: a noun stands between a determiner, with at most two words of content after it, and a
 * break or a function word; right after a pronoun, an auxiliary or a form of "be" stands something else. Null when they say
 * nothing.
 */
export function englishFrame(words: readonly Word[], at: number): "noun" | "other" | null {
  const before = (i: number) => (words[i]!.gap === "break" ? undefined : words[i - 1]);
  if (otherFrames.has(before(at)?.surface.toLowerCase() ?? "")) return "other";
  const after = words[at + 1];
  if (after && after.gap !== "break" && !closers.has(after.surface.toLowerCase())) return null;
  let first = at;
  while (first > at - 2 && before(first)?.content) first--;
  return nounFrames.has(before(first)?.surface.toLowerCase() ?? "") ? "noun" : null;
}

/** Whether the word before a word says that it names somebody. */
export function isAddressed(before: string | undefined): boolean {
  return before !== undefined && addresses.has(before.toLowerCase());
}
