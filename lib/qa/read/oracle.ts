import type { Question } from "#lib/records/index.ts";
import { pickChoice } from "./pickChoice.ts";
import type { Reader } from "./reader.ts";

/**
 * A reader that knows the truth, for streams whose truth is known: right exactly when the body holds a line of the
 * question's evidence, else a seeded guess that ignores the order. With it, what an arm's accuracy must be can be counted.
 *
 * @param options.linesOf the refs of the evidence lines of a question, of its own chunk
 */
export function oracle(options: {
  questions: readonly Question[];
  refsOf: (question: Question) => readonly string[];
  seed: string;
}): Reader {
  const truth = new Map(
    options.questions.map((question) => [question.id, { question, refs: new Set(options.refsOf(question)) }]),
  );
  return {
    name: "oracle",
    version: "2",
    blindToChoiceOrder: true,
    blindToLineOrder: true,
    answer: (shown, body) => {
      const known = truth.get(shown.id);
      const { chunk } = known?.question ?? {};
      const isOwn =
        body !== null &&
        chunk !== undefined &&
        body.from.index === chunk.index &&
        body.from.video.id === chunk.video.id &&
        body.from.video.platform === chunk.video.platform;
      const sees = isOwn && body.lines.some((line) => known!.refs.has(line.ref));
      const right = known?.question.choices[known.question.answer];
      return pickChoice(
        shown,
        shown.choices.map((choice) => (sees && choice === right ? 1 : 0)),
        options.seed,
      );
    },
  };
}
