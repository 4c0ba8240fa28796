import type { ModelRequest } from "#lib/llm/index.ts";
import type { Question, Study } from "#lib/records/index.ts";
import { armBodies } from "../arms/armBodies.ts";
import { shownHash, shownTo, videosOf } from "../ask/askReader.ts";
import type { Reader } from "../read/reader.ts";
import { shownQuestion } from "../read/shownQuestion.ts";
import { askingsOf, donorsOf, isOf } from "./answerFiles.ts";
import type { StudyMaterial } from "./studyMaterial.ts";

/**
 * The requests that a reader of a study is to be asked, each once, in the order in which askStudy begins them: by video, chunk and
 * arm, and within these by question, order and draw. Nothing is asked, and nothing left out because it was asked before.
 *
 * @param reader one that is a model
 */
export function* studyRequests(
  study: Study,
  { chunks, languageOf, videos }: Pick<StudyMaterial, "chunks" | "languageOf" | "videos">,
  questions: readonly Question[],
  reader: Reader,
): Generator<ModelRequest, void, undefined> {
  const bodiesOf = armBodies({ chunks, languageOf, seed: study.seed });
  for (const video of videos)
    for (const chunk of chunks.filter((one) => isOf(one, video))) {
      const own = questions.filter((question) => isOf(question.chunk, video) && question.chunk.index === chunk.index);
      if (own.length === 0) continue;
      const bodies = bodiesOf(chunk, own.flatMap(donorsOf));
      const askings = own.flatMap((question) => askingsOf(study, question));
      const planned = new Set<string>();
      for (const arm of study.arms) {
        const seen = shownTo(reader, arm, bodies.show(arm));
        if (seen === "notApplicable") continue;
        for (const { question, order, draw } of askings) {
          const asked = shownQuestion(question, order);
          // Two arms that show the same share their reply.
          const name = `${shownHash(asked, seen, reader)} ${draw}`;
          if (planned.has(name)) continue;
          planned.add(name);
          yield reader.requestOf!(asked, seen, { draw, videos: videosOf(question, seen) });
        }
      }
    }
}
