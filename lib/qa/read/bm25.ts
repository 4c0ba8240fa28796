import { readingTokens, stopWords } from "#lib/text/index.ts";
import { languageOf } from "./languageOf.ts";
import { pickChoice } from "./pickChoice.ts";
import type { Reader } from "./reader.ts";
import type { TokenIndex } from "./tokenIndex.ts";

const k1 = 1.2;
const b = 0.75;

/**
 * Retrieval: each line of the body is a document, the words of question and choice are the query, and the choice whose best
 * line scores highest is taken (the IR solver of Clark et al. 2016, AAAI, with BM25 of Robertson and Zaragoza 2009, k1 =
 * 1.2, b = 0.75, idf = log(1 + (N - n + 0.5) / (n + 0.5))).
 */
export function bm25(options: { seed: string }): Reader {
  return {
    name: "bm25",
    version: "2",
    blindToChoiceOrder: true,
    blindToLineOrder: true,
    answer: (question, body) => {
      if (!body)
        return pickChoice(
          question,
          question.choices.map(() => 0),
          options.seed,
        );
      const language = languageOf(question);
      const stop = stopWords(language);
      const content = (text: string) => [...new Set(readingTokens(text, language))].filter((word) => !stop.has(word));
      const asked = content(question.stem);
      const index = body.index();
      const scores = question.choices.map((choice) => bestLine(index, asked, content(choice)));
      return pickChoice(question, scores, options.seed);
    },
  };
}

/** Only lines that hold a word of the choice count, since the question's words are the same for all choices. */
function bestLine(index: TokenIndex, asked: readonly string[], offered: readonly string[]): number {
  const scores = new Map<number, number>();
  for (const word of offered) addScores(index, word, scores, true);
  for (const word of asked) if (!offered.includes(word)) addScores(index, word, scores, false);
  return Math.max(0, ...scores.values());
}

function addScores(index: TokenIndex, word: string, scores: Map<number, number>, open: boolean): void {
  const lines = index.lines(word);
  const documents = index.lineLengths.length;
  const idf = Math.log(1 + (documents - lines.size + 0.5) / (lines.size + 0.5));
  const meanLength = index.length / documents;
  for (const [line, count] of lines) {
    const known = scores.get(line);
    if (known === undefined && !open) continue;
    const norm = k1 * (1 - b + (b * index.lineLengths[line]!) / meanLength);
    scores.set(line, (known ?? 0) + (idf * count * (k1 + 1)) / (count + norm));
  }
}
