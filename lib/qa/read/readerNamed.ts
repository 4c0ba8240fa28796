import { InputError } from "#lib/errors.ts";
import type { Chunk, Question } from "#lib/records/index.ts";
import { bm25 } from "./bm25.ts";
import { choicesOnly } from "./choicesOnly.ts";
import { oracle } from "./oracle.ts";
import type { Reader } from "./reader.ts";
import { slidingWindow } from "./slidingWindow.ts";

/** What a reader may need to be made; only the oracle looks at the questions and chunks. */
export interface ReaderSupplies {
  seed: string;
  questions: readonly Question[];
  chunks: readonly Chunk[];
}

const makers: Record<string, (supplies: ReaderSupplies) => Reader> = {
  "sliding-window": ({ seed }) => slidingWindow({ seed, distance: false }),
  "sliding-window-distance": ({ seed }) => slidingWindow({ seed, distance: true }),
  bm25: ({ seed }) => bm25({ seed }),
  "choices-only": ({ seed }) => choicesOnly({ seed }),
  oracle: ({ seed, questions, chunks }) => oracle({ seed, questions, refsOf: refsIn(chunks) }),
};

/**
 * The embedded reader of a name, as a study's `readers` gives it; none needs a key or a network.
 *
 * @throws InputError when there is no reader of that name
 */
export function readerNamed(name: string, supplies: ReaderSupplies): Reader {
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (!make)
    throw new InputError(`There is no reader ${name}. Name one of ${Object.keys(makers).join(", ")} in study.yaml.`);
  // Each reader breaks its ties by a seed of its own, or all of them would share one luck.
  return make({ ...supplies, seed: `${supplies.seed}|${name}` });
}

function refsIn(chunks: readonly Chunk[]): (question: Question) => string[] {
  const name = ({ video, index }: Pick<Chunk, "video" | "index">) => JSON.stringify([video.platform, video.id, index]);
  const known = new Map(chunks.map((chunk) => [name(chunk), chunk]));
  return (question) => {
    const lines = known.get(name(question.chunk))?.lines ?? [];
    return question.evidence.flatMap(({ line }) => lines[line]?.ref ?? []);
  };
}
