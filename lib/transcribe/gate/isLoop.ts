import { guessLanguage, segmentWords } from "#lib/text/index.ts";
import { bareText } from "./bareText.ts";

/** A unit of so many letters or more is a phrase; shorter ones people repeat too, when they laugh or shout. */
const phraseLetters = 4;
const fewestPhrases = 5;
/** Of a laugh, how many letters one breath has room for. */
const mostLaughLetters = 60;
const longestPeriod = 60;
/** Of the text, how much the loop has to be. */
const loopShare = 0.5;
const fewestWords = 12;
const repeatedTrigrams = 0.6;

/**
 * Whether a text goes round in a loop, as recognisers do on music and silence: one phrase at least five times without a
 * pause, or a sound of up to three letters over more than sixty, for at least half of the text; or three words in a row that
 * for more than 60 % of them stood there before (seq-rep-n of Welleck et al., "Neural Text Generation with Unlikelihood
 * Training", ICLR 2020, with n = 3), in a text of twelve words or more.
 *
 * @example
 * isLoop("so I went so I went so I went so I went so I went"); // => true
 */
export function isLoop(text: string): boolean {
  return loopsByLetters([...bareText(text)]) || loopsByWords(text);
}

function loopsByLetters(letters: readonly string[]): boolean {
  for (let period = 1; period <= Math.min(longestPeriod, letters.length / 2); period++) {
    let run = 0;
    let longest = 0;
    let end = 0;
    for (let i = period; i < letters.length; i++) {
      run = letters[i] === letters[i - period] ? run + 1 : 0;
      if (run <= longest) continue;
      longest = run;
      end = i + 1;
    }
    const covered = longest + period;
    const isLaugh = period < phraseLetters || isLaughter(letters.slice(end - period, end));
    const enough = isLaugh ? covered > mostLaughLetters : covered >= fewestPhrases * period;
    if (enough && covered >= loopShare * letters.length) return true;
  }
  return false;
}

/** Whether a unit is itself a sound of up to three letters again and again: haha is no phrase. */
function isLaughter(unit: readonly string[]): boolean {
  for (let period = 1; period < phraseLetters; period++)
    if (unit.length % period === 0 && unit.every((letter, i) => letter === unit[i % period])) return true;
  return false;
}

function loopsByWords(text: string): boolean {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmentWords(text, guessLanguage(text)))
    if (isWordLike) words.push(bareText(segment));
  if (words.length < fewestWords) return false;
  const trigrams = words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`);
  return 1 - new Set(trigrams).size / trigrams.length > repeatedTrigrams;
}
