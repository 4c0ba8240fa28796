import type { Language } from "./language.ts";
import { normalise } from "./normalise.ts";
import { segmentWords } from "./segmentWords.ts";

/**
 * The tokens that a lexical reader compares: words, and for Japanese and Korean also the character pairs of each stretch
 * without a gap, so that particles and other cuts of the same compound still meet.
 *
 * @example
 * readingTokens("卵焼き", "ja"); // => ["卵焼き", "卵焼", "焼き"]
 */
export function readingTokens(text: string, language: Language): string[] {
  const tokens: string[] = [];
  let stretch: string[] = [];
  const close = () => {
    if (language !== "en" && stretch.length > 0) addPairs(stretch, tokens);
    stretch = [];
  };
  for (const { segment, isWordLike } of segmentWords(normalise(text), language)) {
    if (isWordLike) {
      tokens.push(segment);
      stretch.push(segment);
    } else close();
  }
  close();
  return tokens;
}

function addPairs(stretch: readonly string[], tokens: string[]): void {
  const letters = [...stretch.join("")];
  for (let i = 0; i + 1 < letters.length; i++) {
    const pair = letters[i]! + letters[i + 1]!;
    if (!stretch.includes(pair)) tokens.push(pair);
  }
}
