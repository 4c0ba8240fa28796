import { chunkVariant } from "#lib/chunk/index.ts";
import { purgeVideo, readTakedowns } from "#lib/corpus/index.ts";
import {
  isWritten,
  markWritten,
  questionsMadeOf,
  readStudyMaterial,
  readStudyQuestions,
  studyVideos,
  writeStudyQuestions,
  writesByModels,
} from "#lib/qa/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { LineContext, LinePart } from "./lineStep.ts";

/** The writing of a study's questions: one part, since wrong choices come from other videos. */
export async function writeParts(context: LineContext): Promise<LinePart[]> {
  const { study, frame, corpus, openModel } = context;
  const variant = chunkVariant(study.chunk);
  const part: LinePart = {
    video: null,
    state: async () => {
      const videos = await studyVideos(corpus, study);
      const madeOf = await questionsMadeOf(corpus, study, videos, variant);
      return { done: madeOf !== null && (await isWritten(corpus, study, videos, madeOf)), published: 0 };
    },
    run: async (work) => {
      const kept = await keptQuestions(context, variant);
      if (kept !== null) return { questions: kept };
      for (;;) {
        // Before the chunks are read: where they change meanwhile, the questions count as written of the old ones.
        const madeOf = await questionsMadeOf(corpus, study, await studyVideos(corpus, study), variant);
        const material = await readStudyMaterial(corpus, study, variant, frame);
        const { questions, skipped } = await writeStudyQuestions(corpus, study, material, frame, {
          ...(openModel ? { open: openModel } : {}),
          ...(work ? { signal: work.signal } : {}),
        });
        if (await purgeLate(context, material.videos)) continue;
        if (madeOf !== null) await markWritten(corpus, study, madeOf);
        return { questions: questions.length, ...skipped };
      }
    },
  };
  return [part];
}

/** How many questions there are where models have written or verified them of what there is today; else null. */
async function keptQuestions({ study, frame, corpus }: LineContext, variant: string): Promise<number | null> {
  if (!writesByModels(study)) return null;
  const videos = await studyVideos(corpus, study);
  const madeOf = await questionsMadeOf(corpus, study, videos, variant);
  if (madeOf === null || !(await isWritten(corpus, study, videos, madeOf))) return null;
  return (await readStudyQuestions(corpus, study, videos, frame ?? null)).length;
}

/** Purges again the videos that were taken down while something was made of them; true where there were any. */
async function purgeLate({ corpus, clock }: LineContext, videos: readonly VideoKey[]): Promise<boolean> {
  const takedowns = await readTakedowns(corpus);
  const gone = videos.filter((video) => takedowns.hasVideo(video));
  for (const { platform, id } of gone) await purgeVideo(corpus, { platform, id }, clock);
  return gone.length > 0;
}
