import { readingTokens, stopWords } from "#lib/text/index.ts";
import { languageOf } from "./languageOf.ts";
import { pickChoice } from "./pickChoice.ts";
import type { Reader } from "./reader.ts";
import type { TokenIndex } from "./tokenIndex.ts";

/**
 * The sliding window of MCTest (Richardson, Burges and Renshaw 2013, EMNLP, algorithm 1): the best window of the passage,
 * as long as the set S of the words of question and choice, by the sum of log(1 + 1 / count in the passage) over its words
 * that are in S. With `distance`, algorithm 2 is taken off: the smallest distance between a question word and a word of the
 * choice, stop words aside, over the length of the passage less one, and 1 where either side has no word in the passage.
 */
export function slidingWindow(options: { seed: string; distance: boolean }): Reader {
  return {
    name: options.distance ? "sliding-window-distance" : "sliding-window",
    version: "2",
    blindToChoiceOrder: true,
    blindToLineOrder: false,
    answer: (question, body) => {
      if (!body)
        return pickChoice(
          question,
          question.choices.map(() => 0),
          options.seed,
        );
      const language = languageOf(question);
      const asked = new Set(readingTokens(question.stem, language));
      const index = body.index();
      const scores = question.choices.map((choice) => {
        const offered = new Set(readingTokens(choice, language));
        const window = bestWindow(index, new Set([...asked, ...offered]));
        if (!options.distance) return window;
        const stop = stopWords(language);
        const near = nearest(
          index,
          [...asked].filter((word) => !stop.has(word)),
          [...offered].filter((word) => !stop.has(word) && !asked.has(word)),
        );
        return window - near;
      });
      return pickChoice(question, scores, options.seed);
    },
  };
}

function bestWindow(index: TokenIndex, words: ReadonlySet<string>): number {
  const hits: { at: number; weight: number }[] = [];
  for (const word of words) {
    const positions = index.positions(word);
    const weight = Math.log(1 + 1 / positions.length);
    for (const at of positions) hits.push({ at, weight });
  }
  hits.sort((a, b) => a.at - b.at);
  let best = 0;
  let sum = 0;
  let from = 0;
  for (const hit of hits) {
    sum += hit.weight;
    while (hits[from]!.at <= hit.at - words.size) sum -= hits[from++]!.weight;
    if (sum > best) best = sum;
  }
  return best;
}

function nearest(index: TokenIndex, asked: readonly string[], offered: readonly string[]): number {
  const a = asked.flatMap((word) => index.positions(word)).sort((x, y) => x - y);
  const b = offered.flatMap((word) => index.positions(word)).sort((x, y) => x - y);
  if (a.length === 0 || b.length === 0) return 1;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    least = Math.min(least, Math.abs(a[i]! - b[j]!));
    if (a[i]! < b[j]!) i++;
    else j++;
  }
  return least / (index.length - 1);
}
