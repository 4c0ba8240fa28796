import type { Chunk, Question } from "#lib/records/index.ts";
import { codePointLength, normalise } from "#lib/text/index.ts";
import { askedOf, chatOf, givenAway } from "../gates/givenAway.ts";
import { languageOf } from "../read/languageOf.ts";
import { stemOf, topicIn } from "./stems.ts";

/** What can be wrong with a question by its form alone. */
export const lintRules = {
  stem: "its sentence is not the fixed one of its kind and language",
  slot: "the slot of its sentence is empty or still holds a placeholder",
  distinct: "two of its choices are the same, or nearly",
  length: "the right choice is more than twice as long as the wrong ones, or less than half",
  evidence: "it names no line, or one that is not there",
  chatAlone: "its right choice stands word for word in chat, no other does, and its evidence names speech alone",
} as const;
export type LintRule = keyof typeof lintRules;

/** Differences in length up to so many characters tell nothing. */
const slightChars = 6;
/** Two texts with so much of their letter pairs in common are one, but for a particle or an ending. */
const nearlySame = 0.9;

/**
 * The rules of form that a question goes against, as a whole list; none for a good one.
 *
 * @example
 * lintQuestion(question, chunk); // ["length"]
 */
export function lintQuestion(question: Question, chunk: Chunk): LintRule[] {
  const { kind, stem, choices, answer, evidence } = question;
  const topic = topicIn(stem, languageOf(question));
  const hasFixedStem = kind === "topic" ? stem === stemOf("topic", languageOf(question), "") : topic !== null;
  const found: Record<LintRule, boolean> = {
    stem: !hasFixedStem,
    slot: kind === "detail" && topic !== null && (topic.trim() === "" || /[{}<>]/.test(topic)),
    distinct: choices.some((one, i) => choices.some((other, j) => j < i && similarity(one, other) >= nearlySame)),
    length: !isBalanced(choices, answer),
    evidence: evidence.length === 0 || evidence.some(({ line, source }) => chunk.lines[line]?.source !== source),
    chatAlone:
      evidence.every(({ source }) => source === "SPEECH") && givenAway(askedOf(question), chatOf(chunk)) !== null,
  };
  return (Object.keys(lintRules) as LintRule[]).filter((rule) => found[rule]);
}

function isBalanced(choices: readonly string[], answer: number): boolean {
  const right = codePointLength(choices[answer]!);
  const wrong = choices.filter((_, i) => i !== answer).map(codePointLength);
  const mean = wrong.reduce((sum, length) => sum + length, 0) / Math.max(1, wrong.length);
  return Math.abs(right - mean) <= slightChars || (right <= 2 * mean && right >= mean / 2);
}

/** Dice's coefficient of the pairs of letters, 1 for texts that are the same once normalised. */
function similarity(one: string, other: string): number {
  const [a, b] = [pairsOf(one), pairsOf(other)];
  if (normalise(one) === normalise(other)) return 1;
  if (a.length === 0 || b.length === 0) return 0;
  const left = new Map<string, number>();
  for (const pair of b) left.set(pair, (left.get(pair) ?? 0) + 1);
  let shared = 0;
  for (const pair of a) {
    const count = left.get(pair) ?? 0;
    if (count > 0) shared++;
    left.set(pair, count - 1);
  }
  return (2 * shared) / (a.length + b.length);
}

function pairsOf(text: string): string[] {
  const letters = [...normalise(text)];
  return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`);
}
