import type { Random } from "#lib/effects/index.ts";
import type { Utterance } from "#lib/records/index.ts";
import { type Language, segmentWords } from "#lib/text/index.ts";

/** Of a recogniser's errors: substituted, deleted, and the rest inserted. */
const substituted = 0.65;
const deleted = 0.2;

export interface DegradeOptions {
  /** Errors by spoken words, 0 to 1. */
  wordErrorRate: number;
  language: Language;
  random: Random;
  /** Different words that take the place of others; the words of the utterances when absent. */
  vocabulary?: readonly string[];
}

/**
 * Utterances as a recogniser with a given word error rate would have them: each word is replaced by another word of the
 * stream, dropped, or followed by one that was not said, each on its own. Times stay; words and their times are dropped.
 * The confidence falls with the share of wrong words, as a recogniser's does on the whole. Words are those of
 * Intl.Segmenter, so that Japanese has words too.
 *
 * @example
 * degradeTranscript(utterances, { wordErrorRate: 0.2, language: "en", random: seededRandom("noise") });
 */
export function degradeTranscript(
  utterances: readonly Pick<Utterance, "id" | "startMs" | "endMs" | "text">[],
  { wordErrorRate, language, random, vocabulary }: DegradeOptions,
): Utterance[] {
  // Nothing has to be cut where nothing is wrong, which makes clean streams fast.
  const cut = utterances.map(({ text }) =>
    wordErrorRate > 0 ? [...segmentWords(text, language)] : [{ segment: text, isWordLike: false }],
  );
  const others = vocabulary ?? [
    ...new Set(cut.flat().flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))),
  ];
  const gap = language === "ja" ? "" : " ";
  return utterances.map(({ id, startMs, endMs }, at) => {
    let words = 0;
    let errors = 0;
    let text = "";
    for (const { segment, isWordLike } of cut[at]!) {
      if (!isWordLike) {
        text += segment;
        continue;
      }
      words++;
      if (others.length < 2 || random.next() >= wordErrorRate) {
        text += segment;
        continue;
      }
      errors++;
      const which = random.next();
      if (which < substituted) text += otherThan(segment, others, random);
      else if (which >= substituted + deleted) text += segment + gap + otherThan(segment, others, random);
    }
    const heard = errors === 0 ? text : tidied(text);
    const wrong = words === 0 ? 0 : errors / words;
    return {
      id,
      startMs,
      endMs,
      // A recogniser that heard nothing of a sentence still writes something.
      text: /[\p{L}\p{N}]/u.test(heard) || words === 0 ? heard : random.pick(others),
      confidence: {
        avgLogprob: rounded(-0.1 - 0.12 * random.next() - 0.9 * wrong),
        noSpeech: rounded(0.01 + 0.05 * random.next()),
        compressionRatio: rounded(1.05 + 0.45 * random.next()),
      },
    };
  });
}

/** Of three other words drawn, the one nearest in length: what is misheard takes about as long to say. */
function otherThan(word: string, words: readonly string[], random: Random): string {
  let best: string | undefined;
  for (let drawn = 0; drawn < 3; drawn++) {
    let other = random.below(words.length);
    if (words[other] === word) other = (other + 1) % words.length;
    const candidate = words[other]!;
    const off = Math.abs(candidate.length - word.length);
    if (best === undefined || off < Math.abs(best.length - word.length)) best = candidate;
  }
  return best!;
}

/** Without the blanks and commas that dropped words leave behind. */
function tidied(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .replace(/ (?=[,.!?…])/gu, "")
    .replace(/^[\s,.、。…]+/u, "")
    .trim();
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
