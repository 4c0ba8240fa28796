import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  audioStep,
  type Basis,
  type ChatSource,
  type CookieFile,
  collectAudio,
  collectFiles,
  collectRemux,
  collectTwitchChat,
  collectYoutubeChat,
  type DownloadLimits,
  type Fetched,
  fetchChatStep,
  filesState,
  type GqlAccess,
  type LiveFiles,
  type LoginWatch,
  type PocochaSource,
  type Programs,
  remuxStep,
  type TwitchEffects,
  twitchChatState,
  youtubeChatVariant,
} from "#lib/collect/index.ts";
import { type Corpus, escapeId, latestStep, type NumberedStep } from "#lib/corpus/index.ts";
import { type ProgramEffects, type TransferAt, transferText } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { fileError } from "#lib/store/index.ts";
import { type Step, type StepWork, type Task, type TaskState, taskId } from "#lib/work/index.ts";

/** A video to collect, on what ground, and how long it is where the platform said so. */
export interface ChosenVideo extends VideoKey {
  basis: Basis;
  /** How long its raw sources may be kept; null for as long as was agreed. */
  retentionDays: number | null;
  durationMs?: number | undefined;
  /** Where its files are, for a platform whose files are listed. */
  files?: LiveFiles | undefined;
  fileSource?: FileSource | undefined;
}

/** The store that files of a platform are brought from, and what their columns mean. */
export interface FileSource {
  readonly store: Corpus["store"];
  readonly source: PocochaSource;
}

/** What collecting works with. */
export interface CollectContext {
  readonly corpus: Corpus;
  readonly programs: Programs;
  readonly downloads: string;
  readonly login: LoginWatch;
  readonly limits: DownloadLimits;
  readonly access: GqlAccess;
  readonly chatSource: ChatSource;
  readonly twitchDownloader: string;
  readonly effects: TwitchEffects & ProgramEffects;
  readonly onProgress: (task: Task, at: TransferAt) => void;
}

export const collectSteps = ["chat", "audio", "remux"] as const;
export type CollectStep = (typeof collectSteps)[number];

/** A little more than the limits of a download have: those end it with a better message. */
const graceMs = 10 * 60_000;

/**
 * What is to be done of each video: its chat, its audio, and the audio in a container of its own, each a task of its own, so that
 * none that fails takes another with it.
 */
export function collectTasks(
  videos: readonly ChosenVideo[],
  wanted: readonly CollectStep[],
  context: CollectContext,
): { tasks: Task[]; steps: Map<string, Step> } {
  const known = new Map(videos.map((video) => [`${video.platform}/${video.id}`, video]));
  const knownOf: KnownOf = ({ platform, id }) => {
    const video = known.get(`${platform}/${id}`);
    if (!video) throw new Error(`${platform} ${id} is not among the videos of the tasks.`);
    return video;
  };
  const idOf = (step: CollectStep, video: VideoKey) => taskId(`collect-${step}`, "all", video);
  const tasks = [...known.values()].flatMap(({ platform, id, files }) => {
    const video = { platform, id };
    if (files) {
      const task: Task = {
        id: taskId("collect-files", "all", video),
        step: "collect-files",
        video,
        needs: [],
        queue: platform,
      };
      return [task];
    }
    return collectSteps
      .filter((step) => wanted.includes(step))
      .map((step): Task => {
        // What is done on this machine alone waits for no platform.
        const queue = step === "remux" ? "machine" : platform;
        const needs = step === "remux" && wanted.includes("audio") ? [idOf("audio", video)] : [];
        return { id: idOf(step, video), step: `collect-${step}`, video, needs, queue };
      });
  });
  const steps = [
    chatStep(context, knownOf),
    soundStep(context, knownOf),
    containerStep(context),
    filesStep(context, knownOf),
  ];
  return { tasks, steps: new Map(steps.map((step) => [step.name, onDisk(step, context.downloads)])) };
}

/** What the disk of downloads refuses is no fault of a video: it stops the run, and kills no task. */
function onDisk(step: Step, downloads: string): Step {
  return {
    ...step,
    run: async (task, work) => {
      try {
        return await step.run(task, work);
      } catch (error) {
        throw fileError(error, `keep downloads in ${downloads}`);
      }
    },
  };
}

type KnownOf = (video: VideoKey) => ChosenVideo;

function chatStep(context: CollectContext, knownOf: KnownOf): Step {
  const { corpus, access, effects, limits, login, chatSource, twitchDownloader } = context;
  return {
    name: "collect-chat",
    timeoutMs: limits.timeoutMs + graceMs,
    state: async (task) => {
      const video = videoOf(task);
      if (video.platform === "twitch") return twitchChatState(corpus, video);
      const imported = await latestStep(corpus, video, "chat", "import");
      const fetched = await latestStep(corpus, video, fetchChatStep, youtubeChatVariant);
      return { done: fetched !== null, published: Math.max(imported?.n ?? 0, fetched?.n ?? 0) };
    },
    run: async (task, work) => {
      const video = videoOf(task);
      const { basis, retentionDays, durationMs } = knownOf(video);
      const run = { basis, retentionDays, durationMs, ...work };
      if (video.platform !== "twitch")
        return login.with(video.platform, async (cookies) => [
          await collectYoutubeChat(corpus, video, { ...download(context, task, work, cookies), ...run }),
        ]);
      const options = { ...download(context, task, work, null), access, chatSource, twitchDownloader };
      return collectTwitchChat(corpus, video, { ...options, effects, ...run });
    },
  };
}

function soundStep(context: CollectContext, knownOf: KnownOf): Step {
  const { corpus, limits, login } = context;
  return {
    name: "collect-audio",
    timeoutMs: limits.timeoutMs + graceMs,
    state: (task) => stateOf(corpus, task, audioStep),
    run: async (task, work): Promise<Fetched[]> => {
      const video = videoOf(task);
      const { basis, retentionDays, durationMs } = knownOf(video);
      const run = { basis, retentionDays, durationMs, attempt: work.attempt };
      return login.with(video.platform, async (cookies) => [
        await collectAudio(corpus, video, { ...download(context, task, work, cookies), ...run }),
      ]);
    },
  };
}

function containerStep({ corpus, programs, effects, limits }: CollectContext): Step {
  return {
    name: "collect-remux",
    timeoutMs: limits.timeoutMs,
    state: (task) => stateOf(corpus, task, remuxStep),
    run: async (task, { signal }) => [await collectRemux(corpus, videoOf(task), { programs, effects, signal })],
  };
}

function filesStep({ corpus, effects: { clock }, limits }: CollectContext, knownOf: KnownOf): Step {
  const filesOf = (task: Task) => {
    const { files, fileSource, basis, retentionDays } = knownOf(videoOf(task));
    if (!files || !fileSource) throw new Error(`The task ${task.id} has no files.`);
    return { files, fileSource, basis, retentionDays };
  };
  return {
    name: "collect-files",
    timeoutMs: limits.timeoutMs,
    state: (task) => filesState(corpus, videoOf(task), filesOf(task).files),
    run: async (task, { worker, fence }) => {
      const { files, fileSource, ...ground } = filesOf(task);
      await collectFiles(corpus, videoOf(task), files, { ...fileSource, ...ground, clock, worker, fence });
      return [];
    },
  };
}

/**
 * How a task downloads: in a folder of its own, which stays for the next attempt of a worker of this machine. Two corpora share none,
 * since one may hold a key, a basis or a take-down that the other does not know.
 */
function download(context: CollectContext, task: Task, work: StepWork, cookies: CookieFile | null) {
  const { corpus, programs, effects, limits, downloads } = context;
  const { signal } = work;
  const { platform, id } = videoOf(task);
  const owner = createHash("sha256").update(corpus.store.location).digest("hex").slice(0, 12);
  const folder = join(downloads, owner, `${task.step}.${platform}.${escapeId(id)}`);
  return {
    ...{ programs, effects, signal, folder, cookies, limits },
    onProgress: tellOf(context, task, work),
  };
}

/** Tells those who watch this process, and with the next beat of the lease those who watch the corpus. */
function tellOf({ onProgress }: CollectContext, task: Task, work: StepWork) {
  return (at: TransferAt) => {
    work.doing(transferText(at));
    onProgress(task, at);
  };
}

async function stateOf(corpus: Corpus, task: Task, one: { step: string; variant: string }): Promise<TaskState> {
  const found: NumberedStep | null = await latestStep(corpus, videoOf(task), one.step, one.variant);
  return { done: found !== null, published: found?.n ?? 0 };
}

function videoOf(task: Task): VideoKey {
  if (!task.video) throw new Error(`The task ${task.id} has no video.`);
  return task.video;
}
