import type { Platform } from "#lib/records/index.ts";
import type { StudyResults } from "./studyResults.ts";

/** The results of a study as far as they are about the videos of one platform. */
export function onlyPlatform(results: StudyResults, platform: Platform): StudyResults {
  const streams = results.streams.filter(({ video }) => video.platform === platform);
  const chunks = results.chunks.filter(({ video }) => video.platform === platform);
  const questions = results.questions.filter(({ chunk }) => chunk.video.platform === platform);
  const known = new Set(questions.map(({ id }) => id));
  return {
    ...results,
    streams,
    chunks,
    questions,
    answers: results.answers.filter(({ question }) => known.has(question)),
    items: results.items.filter((item) => item.platform === platform),
  };
}
