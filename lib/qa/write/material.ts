import type { Random } from "#lib/effects/index.ts";
import type { Chunk } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";
import { isSameVideo } from "./isSameVideo.ts";
import type { Lexicon } from "./lexicon.ts";
import { type Mention, type ReadChunk, readChunks } from "./readChunk.ts";
import { type Term, termsAround, wordsAround } from "./terms.ts";
import { type Topic, topicsOf } from "./topics.ts";

/** How many topics of a chunk are tried. */
const topicsKept = 6;
/** How many chunks of other videos are looked through for wrong choices, so that the work grows with the chunks only. */
const donorsDrawn = 60;

/** All that the writer knows of the chunks of one language; what is asked twice is worked out once. */
export class Material {
  readonly lexicon: Lexicon;
  readonly chunks: readonly ReadChunk[];
  readonly #topics = new Map<ReadChunk, readonly Topic[]>();
  readonly #terms = new Map<string, readonly Term[]>();
  readonly #words = new Map<string, ReadonlySet<string>>();

  readonly #uses = new Map<string, number>();

  constructor(chunks: readonly Chunk[], language: Language) {
    const { lexicon, read } = readChunks(chunks, language);
    this.lexicon = lexicon;
    this.chunks = read;
    for (const chunk of read) this.#topics.set(chunk, topicsOf(chunk, lexicon, topicsKept));
  }

  topics(chunk: ReadChunk): readonly Topic[] {
    return this.#topics.get(chunk)!;
  }

  termsAround(chunk: ReadChunk, topic: Mention): readonly Term[] {
    return remember(this.#terms, `${chunk.name}|${topic.phrase.key}`, () => termsAround(chunk, topic, this.lexicon));
  }

  wordsAround(chunk: ReadChunk, topic: Mention): ReadonlySet<string> {
    return remember(this.#words, `${chunk.name}|${topic.phrase.key}`, () => wordsAround(chunk, topic));
  }

  /** How often a text was a wrong choice so far; the writer counts, in the order of its chunks. */
  uses(text: string): number {
    return this.#uses.get(text) ?? 0;
  }

  countUse(text: string): void {
    this.#uses.set(text, this.uses(text) + 1);
  }

  /** Chunks that wrong choices may come from: the same video's, but for neighbours, and a draw of the others'. */
  donors(chunk: ReadChunk, random: Random, isPreferred: (from: ReadChunk) => boolean = () => false): ReadChunk[] {
    const own = this.chunks.filter(
      (from) => isSameVideo(from, chunk) && Math.abs(from.key.index - chunk.key.index) > 1,
    );
    const others = random.shuffle(this.chunks.filter((from) => !isSameVideo(from, chunk)));
    const preferred = others.filter(isPreferred).slice(0, donorsDrawn);
    return [...own, ...preferred, ...others.filter((from) => !isPreferred(from)).slice(0, donorsDrawn)];
  }
}

function remember<V>(cache: Map<string, V>, key: string, make: () => V): V {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}
