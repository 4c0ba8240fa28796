import { InputError } from "#lib/errors.ts";
import type { Chunk, Question, Study } from "#lib/records/index.ts";
import { modelOfReader, modelReader } from "../models/modelReader.ts";
import { noModels, type OpenModel } from "../models/openModel.ts";
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
  /** Those of the study, for readers that are models. */
  models?: Study["models"];
  /** Gives such a model when it is asked; without it none can be. */
  open?: OpenModel | undefined;
}

const makers: Record<string, (supplies: ReaderSupplies) => Reader> = {
  "sliding-window": ({ seed }) => slidingWindow({ seed, distance: false }),
  "sliding-window-distance": ({ seed }) => slidingWindow({ seed, distance: true }),
  bm25: ({ seed }) => bm25({ seed }),
  "choices-only": ({ seed }) => choicesOnly({ seed }),
  oracle: ({ seed, questions, chunks }) => oracle({ seed, questions, refsOf: refsIn(chunks) }),
};

/**
 * The reader of a name, as a study's `readers` gives it: an embedded one, which needs no key and no network, or a model.
 *
 * @throws InputError when there is no reader of that name
 */
export function readerNamed(name: string, supplies: ReaderSupplies): Reader {
  if (modelOfReader(name)) {
    const { models = {}, open = noModels } = supplies;
    return modelReader({ name, models, open });
  }
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (!make)
    throw new InputError(
      `There is no reader ${name}. Name one of ${Object.keys(makers).join(", ")} in study.yaml, or model: and one of its models.`,
    );
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
