import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Corpus, latestStep, type NumberedStep, outputPath } from "#lib/corpus/index.ts";
import type { ProgramEffects } from "#lib/effects/index.ts";
import { PermanentError, TransientError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Fetched } from "../fetched.ts";
import { storeFile } from "../storeFile.ts";
import { audioStep } from "./collectAudio.ts";
import { probeMedia } from "./probeMedia.ts";
import type { Programs } from "./programs.ts";
import { audioEnding, remuxAudio } from "./remuxAudio.ts";

export const remuxStep = { step: "remux", variant: "copy" } as const;

/** The audio of a video's record: its name and its hash. */
export function audioOf(step: NumberedStep): { name: string; sha256: string } | null {
  const found = Object.entries(step.record.outputs).find(([name]) => /^audio\.(?!json$)/.test(name));
  return found ? { name: found[0], sha256: found[1].sha256 } : null;
}

/**
 * Makes a container of the stored audio that players and recognisers read well: audio alone, times from nought, the index first. It
 * works from the corpus, so it can be done, and done again, at any time after the audio was stored.
 *
 * @throws TransientError where the audio is not stored yet
 * @throws PermanentError for what holds no audio
 */
export async function collectRemux(
  corpus: Corpus,
  video: VideoKey,
  options: { programs: Programs; effects: ProgramEffects; signal: AbortSignal },
): Promise<Fetched> {
  const { programs, effects, signal } = options;
  const stored = await latestStep(corpus, video, audioStep.step, audioStep.variant);
  const audio = stored && audioOf(stored);
  if (stored && !audio)
    throw new PermanentError(`The audio of ${video.platform} ${video.id} was removed since its time had passed.`);
  if (!audio) throw new TransientError(`There is no audio of ${video.platform} ${video.id} yet.`);
  const scratch = await corpus.store.scratch();
  try {
    const from = join(scratch, audio.name);
    await corpus.store.download(outputPath(video, audioStep.step, audio.name, audio.sha256), from);
    const name = `audio${audioEnding((await probeMedia(programs.ffprobe, from, effects, signal)).audioCodec)}`;
    const to = join(scratch, `remuxed-${name}`);
    await remuxAudio(programs.ffmpeg, from, to, effects, signal);
    const outputs = { [name]: await storeFile(corpus, video, remuxStep.step, name, to) };
    return { ...remuxStep, version: 1, params: {}, inputs: { [audio.name]: audio.sha256 }, outputs, tools: {} };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
