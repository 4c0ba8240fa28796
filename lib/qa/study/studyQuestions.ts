import type { Corpus } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { type Frame, Question, type Study, type VideoKey } from "#lib/records/index.ts";
import { modelWriterName } from "../models/asksModels.ts";
import { writeByModel } from "../models/modelWriter.ts";
import { noModels, type OpenModel } from "../models/openModel.ts";
import { verifyQuestions } from "../models/verifyQuestions.ts";
import { clozeWriter, type WrittenQuestions, writeQuestions } from "../write/writeQuestions.ts";
import type { AskOptions } from "./askStudy.ts";
import { checkFrameQuestions, questionDifferences } from "./checkFrame.ts";
import { readJsonl, writeJsonl } from "./jsonl.ts";
import { questionsPath } from "./paths.ts";
import type { StudyMaterial } from "./studyMaterial.ts";

/** What writing a study's questions gave. */
export interface WriteReport {
  questions: Question[];
  /** Questions that were not written, by reason. */
  skipped: Record<string, number>;
  /** Videos whose file of questions is another than before. */
  changedVideos: number;
}

/**
 * Writes the questions of a study, one whole file a video, by the study's writer, and has its verifier look at them. Questions that a study was locked with are
 * kept, whatever the writer would make today.
 *
 * @throws InputError when there is no writer of that name, or when a locked study's questions are gone and become others
 */
export async function writeStudyQuestions(
  corpus: Corpus,
  study: Study,
  material: StudyMaterial,
  frame: Frame | null = null,
  options: AskOptions = {},
): Promise<WriteReport> {
  if (frame?.videos.every((video) => video.questions !== null)) {
    const kept = await storedQuestions(corpus, study, material.videos);
    if (questionDifferences(frame, kept).length === 0) return { questions: kept, skipped: {}, changedVideos: 0 };
  }
  const models = { open: noModels, ...options };
  const written = await writtenBy(study, material, models);
  const { skipped } = written;
  const questions = await verifyQuestions(study, material.chunks, written.questions, models);
  if (frame) checkFrameQuestions(frame, questions);
  let changedVideos = 0;
  for (const video of material.videos) {
    const own = questions.filter(({ chunk }) => chunk.video.platform === video.platform && chunk.video.id === video.id);
    if (await writeJsonl(corpus.store, questionsPath(study.name, video), own)) changedVideos++;
  }
  return { questions, skipped, changedVideos };
}

async function writtenBy(
  study: Study,
  { chunks, languageOf }: StudyMaterial,
  options: { open: OpenModel; signal?: AbortSignal },
): Promise<WrittenQuestions> {
  if (study.writer.name === clozeWriter.name) return writeQuestions({ chunks, languageOf, seed: study.seed });
  if (study.writer.name === modelWriterName) return writeByModel(study, { chunks, languageOf }, options);
  throw new InputError(
    `There is no writer ${study.writer.name}. Name ${clozeWriter.name} or ${modelWriterName} in study.yaml.`,
  );
}

/**
 * The questions of a study's videos, in their order.
 *
 * @throws InputError when none was written, or when they are others than a locked study's
 */
export async function readStudyQuestions(
  corpus: Corpus,
  study: Study,
  videos: readonly VideoKey[],
  frame: Frame | null = null,
): Promise<Question[]> {
  const questions = await storedQuestions(corpus, study, videos);
  if (questions.length === 0)
    throw new InputError(
      `The study ${study.name} has no questions. Write them with livecorpus qa write; ` +
        "where that writes none, it says why, and longer chunks or more videos of the same language help.",
    );
  if (frame) checkFrameQuestions(frame, questions);
  return questions;
}

async function storedQuestions(corpus: Corpus, study: Study, videos: readonly VideoKey[]): Promise<Question[]> {
  const questions: Question[] = [];
  for (const video of videos)
    questions.push(...(await readJsonl(corpus.store, questionsPath(study.name, video), Question)));
  return questions;
}
