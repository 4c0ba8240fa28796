import { type Corpus, isStale, latestStep, tookMs } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { EngineFacts } from "../speechEngine.ts";
import type { TranscribeSettings } from "../transcribeSamples.ts";
import { findAudio } from "./findAudio.ts";
import { speechVariant } from "./speechVariant.ts";

/** Counts changes of what the step makes of the same sound. */
export const transcribeVersion = 1;

/**
 * What a transcript is made with: of an engine its name and its model, whose hash is null for a program of its own. Without a
 * hash whatever model of the name was used is taken as the same.
 */
export type EngineName = Pick<EngineFacts, "engine" | "model"> & Partial<Pick<EngineFacts, "modelSha256">>;

/** The parameters of a transcript's step record. */
export function transcriptParams({ engine, model, modelSha256 }: EngineName, settings: TranscribeSettings) {
  return { engine, model, modelSha256, ...settings };
}

/**
 * Whether a video is transcribed as it is today, the number of the record that says so (0 without one), and the time it
 * took. A video without audio has nothing left to do.
 */
export async function transcriptState(
  corpus: Corpus,
  video: VideoKey,
  engine: EngineName,
  settings: TranscribeSettings,
): Promise<{ done: boolean; published: number; tookMs?: number }> {
  const known = await latestStep(corpus, video, "transcribe", speechVariant(engine, settings));
  const audio = await findAudio(corpus, video);
  if (!known) return { done: audio === null, published: 0 };
  const modelSha256 = engine.modelSha256 === undefined ? known.record.params.modelSha256 : engine.modelSha256;
  const today = {
    inputs: { audio: audio?.sha256 ?? null },
    params: { ...transcriptParams(engine, settings), modelSha256 },
    version: transcribeVersion,
  };
  return { done: !isStale(known.record, today), published: known.n, tookMs: tookMs(known.record) };
}
