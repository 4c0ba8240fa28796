import { guessLanguage, segmentWords } from "#lib/text/index.ts";
import { bareText } from "./bareText.ts";

/** People who are excited say one thing many times too; beyond so many letters nobody has the breath. */
const mostShoutedLetters = 60;
const fewestRepeats = 5;
const longestPeriod = 60;
/** Of the text, how much the loop has to be. */
const loopShare = 0.5;
const repeatedTrigrams = 0.6;

/**
 * Whether a text goes round in a loop, as recognisers do on music and silence: one unit of any length, a letter or a phrase,
 * at least five times in a row and over more than sixty letters, for at least half of the text; or three words in a row that
 * for more than 60 % of them stood there before (seq-rep-n of Welleck et al., "Neural Text Generation with Unlikelihood
 * Training", ICLR 2020, with n = 3), in a text that is as long.
 *
 * @example
 * isLoop("so I went ".repeat(12)); // => true
 */
export function isLoop(text: string): boolean {
  const letters = [...bareText(text)];
  return letters.length > mostShoutedLetters && (loopsByLetters(letters) || loopsByWords(text));
}

function loopsByLetters(letters: readonly string[]): boolean {
  for (let period = 1; period <= Math.min(longestPeriod, letters.length / fewestRepeats); period++) {
    let run = 0;
    let longest = 0;
    for (let i = period; i < letters.length; i++) {
      run = letters[i] === letters[i - period] ? run + 1 : 0;
      if (run > longest) longest = run;
    }
    const covered = longest + period;
    const isLong = covered > mostShoutedLetters && covered >= fewestRepeats * period;
    if (isLong && covered >= loopShare * letters.length) return true;
  }
  return false;
}

function loopsByWords(text: string): boolean {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmentWords(text, guessLanguage(text)))
    if (isWordLike) words.push(bareText(segment));
  if (words.length < 3) return false;
  const trigrams = words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`);
  return 1 - new Set(trigrams).size / trigrams.length > repeatedTrigrams;
}
