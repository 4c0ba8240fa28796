import { isAbsolute, join } from "node:path";
import { chunkVariant, chunkVideo } from "#lib/chunk/index.ts";
import { type Corpus, importFiles, readTakedowns } from "#lib/corpus/index.ts";
import type { Clock, Progress } from "#lib/effects/index.ts";
import {
  askStudy,
  checkFrameVideos,
  readStudyMaterial,
  readStudyQuestions,
  studyVideos,
  writeStudyQuestions,
} from "#lib/qa/index.ts";
import type { Frame, Study } from "#lib/records/index.ts";

/** What a step of the line works on: one study, the folder that its files are relative to, and its corpus. */
export interface LineContext {
  study: Study;
  /** Of a locked study, whose videos are then those of the frame. */
  frame?: Frame | null;
  folder: string;
  corpus: Corpus;
  clock: Clock;
  progress: Progress;
}

/** One step: what it needs, what it makes, and the room's function that does it; `run` gives one line for a person. */
interface LineStep {
  name: string;
  needs: string;
  makes: string;
  run(context: LineContext): Promise<string>;
}

/** The line itself. Each step does nothing where its work is done, so a stopped line goes on where it was. */
export const line: readonly LineStep[] = [
  { name: "import", needs: "the study's raw files", makes: "chat and speech records", run: importSources },
  { name: "chunk", needs: "chat and speech records", makes: "chunks of one variant", run: chunkVideos },
  { name: "write", needs: "chunks", makes: "questions", run: writeQuestions },
  { name: "ask", needs: "questions and chunks", makes: "answers of every reader under every arm", run: askReaders },
];

async function importSources({ study, folder, corpus, clock, progress }: LineContext): Promise<string> {
  const takedowns = await readTakedowns(corpus);
  const sources = study.sources.filter((source) => !takedowns.hasVideo(source));
  let records = 0;
  progress.start("import", sources.length);
  for (const { platform, id, files, title, language, start, zone } of sources) {
    const steps = await importFiles({
      corpus,
      video: { platform, id },
      files: files.map((file) => (isAbsolute(file) ? file : join(folder, file))),
      start,
      zone,
      about: { ...(title === undefined ? {} : { title }), ...(language === undefined ? {} : { language }) },
      clock,
    });
    for (const { files: reports } of steps)
      for (const { messages = 0, utterances = 0 } of reports) records += messages + utterances;
    progress.tick();
  }
  progress.stop();
  const gone = study.sources.length - sources.length;
  return `${records} messages and utterances of ${sources.length} videos${gone > 0 ? `, ${gone} taken down` : ""}`;
}

async function chunkVideos({ study, frame, corpus, clock, progress }: LineContext): Promise<string> {
  if (frame) await checkFrameVideos(frame, corpus);
  const videos = await studyVideos(corpus, study);
  let chunks = 0;
  progress.start("chunk", videos.length);
  for (const video of videos) {
    chunks += (await chunkVideo({ corpus, video, settings: study.chunk, clock })).chunks.length;
    progress.tick();
  }
  progress.stop();
  return `${chunks} chunks (${chunkVariant(study.chunk)})`;
}

async function writeQuestions({ study, frame, corpus }: LineContext): Promise<string> {
  const material = await readStudyMaterial(corpus, study, chunkVariant(study.chunk), frame);
  const { questions, skipped } = await writeStudyQuestions(corpus, study, material, frame);
  const left = Object.entries(skipped).map(([reason, times]) => `, ${times} ${reason}`);
  return `${questions.length} questions${left.join("")}`;
}

async function askReaders({ study, frame, corpus, progress }: LineContext): Promise<string> {
  const material = await readStudyMaterial(corpus, study, chunkVariant(study.chunk), frame);
  const questions = await readStudyQuestions(corpus, study, material.videos, frame);
  const { asked, kept } = await askStudy(corpus, study, material, questions, progress);
  return `${asked} answers asked, ${kept} kept from before`;
}
