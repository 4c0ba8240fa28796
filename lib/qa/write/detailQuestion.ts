import type { Random } from "#lib/effects/index.ts";
import { idf } from "./lexicon.ts";
import type { Material } from "./material.ts";
import type { Mention, ReadChunk } from "./readChunk.ts";
import { type Candidate, chooseRivals } from "./rivals.ts";
import { joinTerms } from "./stems.ts";
import { sharesWord, type Term } from "./terms.ts";
import type { Draft } from "./topicQuestion.ts";
import type { Topic } from "./topics.ts";

const termsOfChoice = 3;
/** How much more a term counts that the chunk on the other side has as well. */
const sharedWeight = 8;
/** The same topic elsewhere is worth this much lure; another topic up to this much by the words that they share. */
const sameTopicLure = 3;
const similarTopicLure = 4;

/**
 * What was said of the topic: an extractive summary, three terms of the lines around it. Wrong are summaries made in the
 * same way around the same topic in other chunks, or around the topics most like it. No wrong term stands near the topic
 * here, and no right one near the topic there. Terms that also stand in the chunk on the other side are preferred, for the
 * right choice (with a donor drawn by lot) as for the wrong ones, so that words alone decide less.
 */
export function draftDetail(
  material: Material,
  chunk: ReadChunk,
  topic: Topic,
  random: Random,
  strict: boolean,
): Draft | null {
  const hasTopic = (from: ReadChunk) => from.mentions.has(topic.phrase.key);
  const donors = material.donors(chunk, random, hasTopic);
  if (donors.length === 0) return null;
  const withTopic = donors.filter(hasTopic);
  const partner = random.pick(withTopic.length > 0 ? withTopic : donors);
  const terms = summarise(material.termsAround(chunk, topic), partner);
  if (!terms) return null;
  const near = material.wordsAround(chunk, topic);
  const pool: Candidate[] = [];
  const offer = (from: ReadChunk, other: Mention, likeness: number) => {
    const there = material.wordsAround(from, other);
    if (terms.some((term) => isAmong(term, there))) return;
    const usable = material
      .termsAround(from, other)
      .filter((term) => !sharesWord(term.phrase, topic.phrase) && !isAmong(term, near));
    const summary = summarise(usable, chunk);
    if (!summary) return;
    const shared = count(summary, (term) => isAmong(term, chunk.words)) + count(terms, (t) => isAmong(t, from.words));
    pool.push({ ...candidate(material, from, summary), lure: shared + likeness });
  };
  for (const from of donors) {
    const same = from.mentions.get(topic.phrase.key);
    if (same) offer(from, same, sameTopicLure);
    else
      for (const other of material.topics(from))
        offer(from, other, similarTopicLure * likeness(near, material.wordsAround(from, other)));
  }
  const right = candidate(material, chunk, terms);
  const wrong = chooseRivals(right, pool, random, strict);
  return wrong && { right, wrong, evidence: linesOf(terms) };
}

/**
 * The best three terms, no two of the same line so that they tell more than one sentence does; those that the other chunk has
 * too count more. In the order in which they came; null where there are not three.
 */
function summarise(terms: readonly Term[], other: ReadChunk): Term[] | null {
  const weights = new Map(terms.map((t) => [t, t.weight * (isAmong(t, other.words) ? sharedWeight : 1)]));
  const ranked = terms.slice().sort((a, b) => weights.get(b)! - weights.get(a)!);
  const chosen: Term[] = [];
  for (const term of ranked) {
    if (chosen.length === termsOfChoice) break;
    if (!chosen.some((t) => t.lines.some((line) => term.lines.includes(line)))) chosen.push(term);
  }
  return chosen.length < termsOfChoice ? null : chosen.sort((a, b) => a.lines[0]! - b.lines[0]!);
}

function candidate(material: Material, from: ReadChunk, terms: readonly Term[]): Candidate {
  const rarities = terms.map((term) => idf(material.lexicon, term.phrase.key));
  const surfaces = terms.map((term) => term.phrase.surface);
  const text = joinTerms(surfaces, from.language);
  return {
    text,
    from,
    words: terms.flatMap((term) => term.phrase.words),
    rarity: rarities.reduce((sum, rarity) => sum + rarity, 0) / rarities.length,
    shape: termsOfChoice,
    uses: material.uses(text),
    lure: 0,
  };
}

const isAmong = (term: Term, words: ReadonlySet<string>) => term.phrase.words.every((word) => words.has(word));
const count = (terms: readonly Term[], test: (term: Term) => boolean) => terms.filter(test).length;
const linesOf = (terms: readonly Term[]) => [...new Set(terms.flatMap((t) => t.lines))].sort((a, b) => a - b);

/** Cosine of two sets of words. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return shared / Math.sqrt(a.size * b.size);
}
