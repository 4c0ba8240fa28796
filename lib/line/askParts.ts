import { chunkVariant } from "#lib/chunk/index.ts";
import { publishStep } from "#lib/corpus/index.ts";
import { silentProgress } from "#lib/effects/index.ts";
import {
  askRecord,
  askState,
  askStudy,
  questionsMadeOf,
  readStudyMaterial,
  readStudyQuestions,
  studyVideos,
  writtenOf,
} from "#lib/qa/index.ts";
import type { LineContext, LinePart } from "./lineStep.ts";
import { lineVideos } from "./lineVideos.ts";

/** The asking of each video's questions. */
export async function askParts(context: LineContext): Promise<LinePart[]> {
  const { study, frame, corpus, clock, openModel } = context;
  const variant = chunkVariant(study.chunk);
  // By what is on record, else looked for once: to look at the chunks of all videos for each of them would be their square.
  let ofToday: Promise<string | null> | undefined;
  const askedOf = async () => {
    const written = await writtenOf(corpus, study);
    if (written !== null) return written;
    ofToday ??= studyVideos(corpus, study).then((videos) => questionsMadeOf(corpus, study, videos, variant));
    return ofToday;
  };
  const readMaterial = async () => {
    const madeOf = await askedOf();
    const material = await readStudyMaterial(corpus, study, variant, frame);
    const questions = await readStudyQuestions(corpus, study, material.videos, frame);
    return { madeOf: madeOf ?? "", material, questions };
  };
  // All parts read the same, which is much, and nothing of it changes once the questions are written.
  let reading: ReturnType<typeof readMaterial> | undefined;
  return (await lineVideos(study, corpus)).map((video) => ({
    video,
    state: async () => {
      const madeOf = await askedOf();
      return madeOf === null ? { done: false, published: 0 } : askState(corpus, study, video, madeOf);
    },
    run: async (work) => {
      const startedAt = clock.now().toISOString();
      reading ??= readMaterial();
      const { madeOf, material, questions } = await reading;
      const { asked, kept } = await askStudy(
        corpus,
        study,
        { ...material, videos: [video] },
        questions,
        silentProgress,
        { ...(openModel ? { open: openModel } : {}), ...(work ? { signal: work.signal } : {}) },
      );
      const record = await askRecord(corpus, study, video, madeOf);
      if (!(await askState(corpus, study, video, madeOf)).done) {
        const finishedAt = clock.now().toISOString();
        const facts = { attempts: 1, worker: work?.worker ?? "ask", startedAt, finishedAt };
        await publishStep(corpus, video, { ...record, ...facts }, work?.fence);
      }
      return { asked, kept };
    },
  }));
}
