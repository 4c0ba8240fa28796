import type { Random } from "#lib/effects/index.ts";
import { holdsPhrase, normalise } from "#lib/text/index.ts";
import { idf } from "./lexicon.ts";
import type { Material } from "./material.ts";
import { isAbsent, type ReadChunk } from "./readChunk.ts";
import { type Candidate, chooseRivals } from "./rivals.ts";
import type { Topic } from "./topics.ts";

/** What a question is made of before its choices are shuffled. */
export interface Draft {
  right: Candidate;
  wrong: readonly Candidate[];
  /** Lines (0-based) that hold the answer. */
  evidence: readonly number[];
}

const ranksOffered = 4;

/**
 * Which topic came up: wrong are the topics of other chunks. No word of a wrong one, in any form, stands in this chunk, and
 * no word of the right one in theirs; so exactly one is right, and the rule is the same from either side.
 */
export function draftTopic(
  material: Material,
  chunk: ReadChunk,
  topic: Topic,
  random: Random,
  strict: boolean,
): Draft | null {
  const candidate = (from: ReadChunk, { phrase }: Topic): Candidate => ({
    text: phrase.surface,
    from,
    words: phrase.words,
    rarity: idf(material.lexicon, phrase.key),
    shape: phrase.words.length,
    uses: material.uses(phrase.surface),
    lure: 0,
  });
  const pool = material
    .donors(chunk, random)
    .filter((from) => isAbsent(from, topic.phrase))
    .flatMap((from) =>
      material
        .topics(from)
        .slice(0, ranksOffered)
        .filter((other) => isAbsent(chunk, other.phrase))
        .map((other) => candidate(from, other)),
    );
  const right = candidate(chunk, topic);
  const wrong = chooseRivals(right, pool, random, strict);
  return wrong && { right, wrong, evidence: linesThatTell(chunk, topic) };
}

/**
 * The lines of the topic, and those where it stands as letters though words were cut otherwise there (廃線 in 廃線いいよね): who
 * reads such a line knows the answer.
 */
function linesThatTell({ text, language }: ReadChunk, { lines, phrase }: Topic): number[] {
  const name = normalise(phrase.surface);
  const spelt = text.split("\n").flatMap((line, i) => (holdsPhrase(line, name, language) ? [i] : []));
  return [...new Set([...lines, ...spelt])].sort((a, b) => a - b);
}
