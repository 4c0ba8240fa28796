import { codePointLength, readingTokens, stopWords } from "#lib/text/index.ts";
import { languageOf } from "./languageOf.ts";
import { pickChoice } from "./pickChoice.ts";
import type { PublicQuestion, Reader } from "./reader.ts";

/**
 * A control that looks at no body: it follows the cues of test-wise guessers (Millman, Bishop and Ebel 1965, Educational
 * and Psychological Measurement 25:707), the choice that repeats words of the question, shares most with the other choices
 * and is longest, each from 0 to 1 and added. Good questions hold it at chance; a give-away lifts it.
 */
export function choicesOnly(options: { seed: string }): Reader {
  return {
    name: "choices-only",
    version: "2",
    blindToChoiceOrder: true,
    blindToLineOrder: true,
    answer: (question) => pickChoice(question, cueScores(question), options.seed),
  };
}

function cueScores(question: PublicQuestion): number[] {
  const cues = choiceCues(question);
  return question.choices.map((_, i) => cues.stem[i]! + cues.others[i]! + cues.length[i]!);
}

/** Each cue for each choice, from 0 to 1. */
export function choiceCues(question: PublicQuestion): { stem: number[]; others: number[]; length: number[] } {
  const language = languageOf(question);
  const stop = stopWords(language);
  const content = (text: string) => new Set(readingTokens(text, language).filter((word) => !stop.has(word)));
  const asked = content(question.stem);
  const choices = question.choices.map(content);
  const longest = Math.max(...question.choices.map(codePointLength));
  return {
    stem: choices.map((choice) => shareIn(choice, asked)),
    others: choices.map((choice, i) => {
      const rest = choices.filter((_, j) => j !== i);
      return rest.reduce((sum, other) => sum + shareIn(choice, other), 0) / Math.max(1, rest.length);
    }),
    length: question.choices.map((choice) => codePointLength(choice) / longest),
  };
}

function shareIn(words: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of words) if (other.has(word)) shared++;
  return shared / Math.max(1, words.size);
}
