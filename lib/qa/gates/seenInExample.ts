import { holdsPhrase, normalise } from "#lib/text/index.ts";
import { languageOf } from "../read/languageOf.ts";
import { chanceOfAtLeast } from "./chanceOfAtLeast.ts";
import { chunkName, type Finding, type GateInput, type GateResult } from "./gate.ts";

/** Probability that honest right answers stand in the examples as often as they do; below it the gate fails. */
const level = 0.01;

/**
 * Finds questions that a reader or the writer has seen in an example of its prompt: the stem, unless it is the same for many
 * chunks, or all choices of a question stand in one example.
 *
 * A right answer alone may stand there by chance, as any wrong one may: of the questions of which exactly one choice stands in
 * an example, 1 in k is right by chance. More than that, beyond one study in a hundred, is a finding too.
 */
export function seenInExample({ questions, examples }: GateInput): GateResult {
  const texts = examples.map(({ of, text }) => ({ of, text: normalise(text) }));
  const asked = questions.map((question) => ({
    question,
    stem: normalise(question.stem),
    choices: question.choices.map(normalise),
    language: languageOf(question),
  }));
  const chunksOfStem = new Map<string, Set<string>>();
  for (const { question, stem } of asked)
    chunksOfStem.set(stem, (chunksOfStem.get(stem) ?? new Set()).add(chunkName(question.chunk)));
  const seen: Finding[] = [];
  const rightAlone: Finding[] = [];
  const chances: number[] = [];
  for (const { of, text } of texts)
    for (const { question, stem, choices, language } of asked) {
      const standing = choices.flatMap((choice, i) => (holdsPhrase(text, choice, language) ? [i] : []));
      const found = (what: string) => ({ where: question.id, what: `${what} in an example of ${of}` });
      if (chunksOfStem.get(stem)!.size === 1 && text.includes(stem)) seen.push(found("its stem stands"));
      else if (standing.length === question.choices.length) seen.push(found("all its choices stand"));
      else if (standing.length === 1) {
        chances.push(1 / question.choices.length);
        if (standing[0] === question.answer) rightAlone.push(found("its right answer stands, and no other choice,"));
      }
    }
  const p = chanceOfAtLeast(rightAlone.length, chances);
  const findings = p < level ? [...seen, ...rightAlone] : seen;
  return {
    gate: "seenInExample",
    checked: texts.length,
    of: "examples in prompts",
    findings,
    passes: findings.length === 0,
    why:
      texts.length === 0
        ? "No reader and no writer of this study has examples in its prompt."
        : `${seen.length} questions stand in an example; of ${chances.length} with one choice there, that is the right one ${rightAlone.length} times.`,
  };
}
