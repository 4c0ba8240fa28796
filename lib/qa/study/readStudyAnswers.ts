import type { Corpus } from "#lib/corpus/index.ts";
import { Answer, type Study, type VideoKey } from "#lib/records/index.ts";
import { readJsonl } from "./jsonl.ts";
import { answersPath } from "./paths.ts";

/** The answers of a study's readers under its arms, by reader, arm and video. */
export async function* readStudyAnswers(
  corpus: Corpus,
  study: Study,
  videos: readonly VideoKey[],
): AsyncGenerator<Answer, void, undefined> {
  for (const reader of study.readers)
    for (const arm of study.arms)
      for (const video of videos)
        yield* await readJsonl(corpus.store, answersPath(study.name, reader, arm, video), Answer);
}
