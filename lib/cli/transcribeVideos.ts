import { hostname } from "node:os";
import { type Corpus, openCorpus, readPseudonymKey } from "#lib/corpus/index.ts";
import { seededRandom, stopOnSignal, systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { probeMedia } from "#lib/media/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import {
  findAudio,
  importAudio,
  speechVariant,
  type TranscribeReport,
  transcribeVideo,
  transcriptState,
} from "#lib/transcribe/index.ts";
import { defaultLimits, retryTask, runWorker, type Step, type Task, taskId, type WorkEvent } from "#lib/work/index.ts";
import { openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import type { OpenSpeech } from "./transcribeFiles.ts";
import { transcriptCounts } from "./transcriptCounts.ts";
import { chosenVideos, videoArgument } from "./videoArgument.ts";
import { failOn, reportText } from "./workReport.ts";

interface VideoFlags {
  corpus: string;
  into?: string;
  key?: string;
  leaseSeconds: number;
  retryDead?: true;
  json?: true;
}

const hoursMs = 3_600_000;
/** A day of speech on a slow machine; a worker that hangs is found by its lease. */
const timeoutMs = 100 * hoursMs;

/** Transcribes videos of a corpus, with other workers or alone: a task for each, under a lease. */
export async function transcribeVideos(
  names: readonly string[],
  flags: VideoFlags,
  open: () => Promise<OpenSpeech>,
  effects: Effects,
): Promise<void> {
  const { clock, stdout, stderr, progress, randomBytes } = effects;
  const stop = stopOnSignal(process);
  const { corpus, videos } = await chosenAudio(names, flags, effects, stop);
  const { engine, activity, settings } = await open();
  try {
    const variant = speechVariant(engine.facts, settings);
    const tell = (report: TranscribeReport) => stdout.write(flags.json ? videoJson(report) : videoText(report));
    const step: Step = {
      name: "transcribe",
      timeoutMs,
      state: ({ video }) => transcriptState(corpus, video!, engine.facts, settings),
      run: async ({ video }, work) => {
        const label = (text: string, total: number) =>
          progress.start(`${video!.platform}:${video!.id}: ${text}`, total);
        const shown = { ...progress, start: label };
        const about = { corpus, video: video!, engine, activity, settings, clock, progress: shown, ...work };
        tell(await transcribeVideo(about));
        return [];
      },
    };
    const tasks = videos.map((video): Task => {
      const id = taskId("transcribe", variant, video);
      return { id, step: "transcribe", video, needs: [], queue: "machine" };
    });
    if (flags.retryDead) for (const { id } of tasks) await retryTask(corpus, id, { name: "transcribe", clock });
    const name = `${hostname()}.${process.pid}.${Buffer.from(randomBytes(4)).toString("hex")}`;
    const report = await runWorker({
      ...{ corpus, tasks, shard: null, steps: new Map([[step.name, step]]), name, clock, stop },
      ...{ sleep: effects.sleep ?? systemSleep, random: seededRandom(name) },
      limits: { ...defaultLimits, leaseMs: flags.leaseSeconds * 1000 },
      tell: (event: WorkEvent) => {
        if (event.kind === "trouble") stderr.write(`${event.message}\n`);
      },
    });
    stdout.write(
      flags.json
        ? `${JSON.stringify({ kind: "report", variant, tasks: tasks.length, ...report })}\n`
        : `${variant}: ${reportText(report, tasks.length)}`,
    );
    failOn(report, tasks.length, "livecorpus transcribe --retry-dead");
  } finally {
    await engine.close();
    await activity.close();
  }
}

/** The corpus, and its videos that have audio; with --into the one that a file was taken into. */
async function chosenAudio(
  names: readonly string[],
  flags: VideoFlags,
  effects: Effects,
  stop: AbortSignal,
): Promise<{ corpus: Corpus; videos: VideoKey[] }> {
  const { clock, env, randomBytes } = effects;
  const store = openCorpusStore(flags.corpus, effects);
  if (flags.into !== undefined) {
    const video = videoArgument(flags.into);
    const [file, ...others] = names;
    if (!video) throw new InputError(`--into: expected a video as platform:id, found ${JSON.stringify(flags.into)}.`);
    if (file === undefined || others.length > 0)
      throw new InputError(`--into takes one file, found ${names.length}. Take them in one after the other.`);
    await probeMedia(file, stop, { needsAudio: true });
    const key = await readPseudonymKey({ file: flags.key, env, randomBytes, outside: flags.corpus });
    const corpus = await openCorpus(store, { create: true, key });
    await importAudio(corpus, video, file, { clock });
    return { corpus, videos: [video] };
  }
  const corpus = await openCorpus(store);
  const videos: VideoKey[] = [];
  for (const video of await chosenVideos(corpus, names)) {
    if (await findAudio(corpus, video)) videos.push(video);
    else if (names.length > 0)
      throw new InputError(
        `${video.platform}:${video.id} has no audio in ${flags.corpus}. Collect it, or give a file with --into.`,
      );
  }
  if (videos.length > 0) return { corpus, videos };
  throw new InputError(
    `${flags.corpus}: expected videos with audio, found none. Collect some (livecorpus collect --steps audio), or give a file ` +
      "with --into.",
  );
}

function videoJson({ video, variant, done, facts }: TranscribeReport): string {
  return `${JSON.stringify({ kind: "video", ...video, variant, done, ...facts })}\n`;
}

function videoText({ video, facts, done }: TranscribeReport): string {
  return `${video.platform}:${video.id}: ${facts ? transcriptCounts(facts) : done}\n`;
}
