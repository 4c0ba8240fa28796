import { isAbsolute, join } from "node:path";
import { chunkState, chunkVariant, chunkVideo } from "#lib/chunk/index.ts";
import {
  type Corpus,
  fileHashes,
  importFiles,
  importState,
  isTakenDown,
  publishStep,
  purgeAuthor,
  purgeVideo,
  readTakedowns,
} from "#lib/corpus/index.ts";
import { type Clock, type Progress, silentProgress } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import {
  askRecord,
  askState,
  askStudy,
  checkFrameVideos,
  isWritten,
  markWritten,
  questionsMadeOf,
  readStudyMaterial,
  readStudyQuestions,
  studyVideos,
  writeStudyQuestions,
  writtenOf,
} from "#lib/qa/index.ts";
import type { Frame, Study, VideoKey } from "#lib/records/index.ts";
import { type Step, type StepWork, type Task, type TaskState, taskId } from "#lib/work/index.ts";

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

/** One part of a step: a video's, or the study's where the video is null. */
interface LinePart {
  video: VideoKey | null;
  state(): Promise<TaskState>;
  /** Does it, and counts what a person may want to know. */
  run(work?: Pick<StepWork, "worker" | "fence">): Promise<Record<string, number>>;
}

/** One step: what it needs, what it makes, and the room's function that does it. */
export interface LineStep {
  name: string;
  needs: string;
  makes: string;
  /** True where each part needs all that comes before, false where it needs its own video's. */
  joins: boolean;
  /** After so long one part counts as failed. */
  timeoutMinutes: number;
  parts(context: LineContext): Promise<LinePart[]>;
  /** One line for a person, of the counts of all parts. */
  say(counts: Readonly<Record<string, number>>, context: LineContext): string;
  /** Does all parts here and now, one after another, and says what came of them. */
  run(context: LineContext): Promise<string>;
}

/** The line itself. Each step does nothing where its work is done, so a stopped line goes on where it was. */
export const line: readonly LineStep[] = [
  whole({
    name: "import",
    needs: "the study's raw files",
    makes: "chat and speech records",
    joins: false,
    timeoutMinutes: 60,
    parts: importParts,
    say: ({ videos = 0, records = 0, gone = 0 }) =>
      `${records} messages and utterances of ${videos} videos${gone > 0 ? `, ${gone} taken down` : ""}`,
  }),
  whole({
    name: "chunk",
    needs: "chat and speech records",
    makes: "chunks of one variant",
    joins: false,
    timeoutMinutes: 60,
    parts: chunkParts,
    say: ({ chunks = 0 }, { study }) => `${chunks} chunks (${chunkVariant(study.chunk)})`,
  }),
  whole({
    name: "write",
    needs: "chunks",
    makes: "questions",
    joins: true,
    timeoutMinutes: 240,
    parts: writeParts,
    say: ({ questions = 0, ...skipped }) =>
      `${questions} questions${Object.entries(skipped)
        .map(([reason, times]) => `, ${times} ${reason}`)
        .join("")}`,
  }),
  whole({
    name: "ask",
    needs: "questions and chunks",
    makes: "answers of every reader under every arm",
    joins: true,
    timeoutMinutes: 240,
    parts: askParts,
    say: ({ asked = 0, kept = 0 }) => `${asked} answers asked, ${kept} kept from before`,
  }),
];

/** The step with its parts run one after another, each as long as its video is not taken down. */
function whole(step: Omit<LineStep, "run">): LineStep {
  const partsOf = async (context: LineContext) =>
    (await step.parts(context)).map((part) => untilTakenDown(part, context));
  return {
    ...step,
    parts: partsOf,
    run: async (context) => {
      const parts = await partsOf(context);
      const counts: Record<string, number> = {};
      context.progress.start(step.name, parts.length);
      for (const part of parts) {
        for (const [name, count] of Object.entries(await part.run())) counts[name] = (counts[name] ?? 0) + count;
        context.progress.tick();
      }
      context.progress.stop();
      return step.say(counts, context);
    },
  };
}

async function importParts({ study, folder, corpus, clock }: LineContext): Promise<LinePart[]> {
  const hashOf = fileHashes(clock);
  return study.sources.map(({ platform, id, files, title, language, start, zone }) => {
    const video = { platform, id };
    const options = {
      corpus,
      video,
      files: files.map((file) => (isAbsolute(file) ? file : join(folder, file))),
      start,
      zone,
      about: { ...(title === undefined ? {} : { title }), ...(language === undefined ? {} : { language }) },
      clock,
      hashOf,
    };
    return {
      video,
      state: () => importState(options),
      run: async (work) => {
        const reports = (await importFiles({ ...options, ...work })).flatMap((step) => step.files);
        const records = reports.reduce((sum, { messages = 0, utterances = 0 }) => sum + messages + utterances, 0);
        return { videos: 1, records };
      },
    };
  });
}

async function chunkParts({ study, frame, corpus, clock }: LineContext): Promise<LinePart[]> {
  let checking: Promise<void> | undefined;
  return (await lineVideos(study, corpus)).map((video) => ({
    video,
    state: () => chunkState(corpus, video, study.chunk),
    run: async (work) => {
      checking ??= frame ? checkFrameVideos(frame, corpus) : Promise.resolve();
      await checking;
      const { chunks } = await chunkVideo({ corpus, video, settings: study.chunk, clock, ...work });
      // A person may have been taken down while their messages were cut: the chat is another then, and the purge may be over.
      const persons = (await readTakedowns(corpus)).authors(video.platform);
      if (persons.size > 0 && !(await chunkState(corpus, video, study.chunk)).done) {
        await purgeAuthor(corpus, video.platform, persons, clock);
        throw new TransientError(
          `A purge changed the chat of ${video.platform} ${video.id} while it was cut into chunks.`,
        );
      }
      return { chunks: chunks.length };
    },
  }));
}

async function writeParts(context: LineContext): Promise<LinePart[]> {
  const { study, frame, corpus } = context;
  const variant = chunkVariant(study.chunk);
  const part: LinePart = {
    video: null,
    state: async () => {
      const videos = await studyVideos(corpus, study);
      const madeOf = await questionsMadeOf(corpus, study, videos, variant);
      return { done: madeOf !== null && (await isWritten(corpus, study, videos, madeOf)), published: 0 };
    },
    run: async () => {
      for (;;) {
        // Before the chunks are read: where they change meanwhile, the questions count as written of the old ones.
        const madeOf = await questionsMadeOf(corpus, study, await studyVideos(corpus, study), variant);
        const material = await readStudyMaterial(corpus, study, variant, frame);
        const { questions, skipped } = await writeStudyQuestions(corpus, study, material, frame);
        if (await purgeLate(context, material.videos)) continue;
        if (madeOf !== null) await markWritten(corpus, study, madeOf);
        return { questions: questions.length, ...skipped };
      }
    },
  };
  return [part];
}

async function askParts(context: LineContext): Promise<LinePart[]> {
  const { study, frame, corpus, clock } = context;
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

/**
 * A part of a video that may be taken down at any time: from then on there is nothing to do, and what was made of it meanwhile
 * is removed. A purge enters the take-down before it deletes, so one of the two sees the other.
 */
function untilTakenDown(part: LinePart, context: LineContext): LinePart {
  const { video } = part;
  if (!video) return part;
  return {
    video,
    state: async () => ((await isTakenDown(context.corpus, video)) ? { done: true, published: 0 } : await part.state()),
    run: async (work) => {
      if (await isTakenDown(context.corpus, video)) return { gone: 1 };
      let counts: Record<string, number> = {};
      try {
        counts = await part.run(work);
      } catch (error) {
        if (!(await isTakenDown(context.corpus, video))) throw error;
      }
      if (!(await isTakenDown(context.corpus, video))) return counts;
      await purgeVideo(context.corpus, video, context.clock);
      return { gone: 1 };
    },
  };
}

/** Purges again the videos that were taken down while something was made of them; true where there were any. */
async function purgeLate({ corpus, clock }: LineContext, videos: readonly VideoKey[]): Promise<boolean> {
  const takedowns = await readTakedowns(corpus);
  const gone = videos.filter((video) => takedowns.hasVideo(video));
  for (const { platform, id } of gone) await purgeVideo(corpus, { platform, id }, clock);
  return gone.length > 0;
}

/** The videos of a study, those of its sources too when they are not imported yet. */
async function lineVideos(study: Study, corpus: Corpus): Promise<VideoKey[]> {
  const videos = await studyVideos(corpus, study);
  if (study.videos !== "all") return [...videos];
  const takedowns = await readTakedowns(corpus);
  const known = new Set(videos.map(({ platform, id }) => `${platform}/${id}`));
  const others = study.sources.filter((source) => !known.has(`${source.platform}/${source.id}`));
  return [
    ...videos,
    ...others.filter((source) => !takedowns.hasVideo(source)).map(({ platform, id }) => ({ platform, id })),
  ];
}

/**
 * The line of a study as tasks for any number of workers: a video is chunked once it is imported, questions are written once
 * all videos are chunked, and each video's are asked once all are written.
 *
 * @param names the steps to do, in any order; all when empty. What a step needs of one left out has to be there.
 * @throws InputError when there is no step of a name
 */
export async function lineTasks(
  context: LineContext,
  names: readonly string[] = [],
): Promise<{ tasks: Task[]; steps: Map<string, Step> }> {
  const unknown = names.find((name) => line.every((step) => step.name !== name));
  if (unknown !== undefined)
    throw new InputError(`There is no step ${unknown}. Known: ${line.map(({ name }) => name).join(", ")}.`);
  const { study } = context;
  const variants: Record<string, string> = { import: "import", chunk: chunkVariant(study.chunk) };
  const tasks: Task[] = [];
  const steps = new Map<string, Step>();
  let before: Task[] = [];
  for (const step of line) {
    if (names.length > 0 && !names.includes(step.name)) continue;
    const parts = new Map<string, LinePart>();
    const own = (await step.parts(context)).map((part): Task => {
      const { video } = part;
      const id = video ? taskId(step.name, variants[step.name] ?? study.name, video) : `${step.name}.${study.name}`;
      const needed = step.joins ? before : before.filter((task) => task.video && video && isSame(task.video, video));
      const needs = needed.map((task) => task.id);
      parts.set(id, part);
      return { id, step: step.name, ...(video ? { video } : {}), needs, queue: "local" };
    });
    steps.set(step.name, {
      name: step.name,
      timeoutMs: step.timeoutMinutes * 60_000,
      state: ({ id }) => parts.get(id)!.state(),
      run: async ({ id }, { worker, fence }) => {
        await parts.get(id)!.run({ worker, fence });
        return [];
      },
    });
    tasks.push(...own);
    if (own.length > 0) before = own;
  }
  return { tasks, steps };
}

const isSame = (one: VideoKey, other: VideoKey) => one.platform === other.platform && one.id === other.id;
