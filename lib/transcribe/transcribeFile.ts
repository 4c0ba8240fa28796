import { createHash } from "node:crypto";
import type { Progress } from "#lib/effects/index.ts";
import { decodeSamples, type MediaTools, probeMedia, systemTools } from "#lib/media/index.ts";
import type { SpeechEngine } from "./speechEngine.ts";
import { type TranscribeSettings, transcribeSamples } from "./transcribeSamples.ts";
import type { Checkpoint, Transcript } from "./transcript.ts";
import type { VoiceActivity } from "./voice/openVoiceActivity.ts";

/** What a file is transcribed with. */
export interface TranscribeFileOptions {
  engine: SpeechEngine;
  activity: VoiceActivity;
  settings: TranscribeSettings;
  /** SHA-256 of the file, which its checkpoints go by. */
  audioSha256: string;
  checkpoint?: Checkpoint;
  progress?: Progress;
  signal?: AbortSignal | undefined;
  tools?: MediaTools;
}

/**
 * Transcribes the first audio track of any media file.
 *
 * @returns the transcript, and in how many lines the decoder said that something could not be decoded
 * @throws InputError for a file that is missing, empty, cut off, a playlist, or without audio
 */
export async function transcribeFile(
  path: string,
  options: TranscribeFileOptions,
): Promise<{ transcript: Transcript; decodeErrors: number }> {
  const { engine, activity, settings, audioSha256, checkpoint, progress, signal, tools = systemTools } = options;
  const { durationMs } = await probeMedia(path, signal, { needsAudio: true, tools });
  // Kept beside the windows: a run that goes on may not decode all of it again.
  const key = createHash("sha256").update(`decodeErrors|${audioSha256}`).digest("hex");
  let decodeErrors = 0;
  async function* samples(stop?: AbortSignal) {
    const decoded = decodeSamples(path, {}, stop, tools);
    yield* decoded;
    decodeErrors = decoded.report.errors;
    await checkpoint?.write(key, String(decodeErrors));
  }
  const transcript = await transcribeSamples({
    ...{ samples, audioSha256, engine, activity, settings },
    ...(durationMs !== null && { durationMs }),
    ...(checkpoint && { checkpoint }),
    ...(progress && { progress }),
    ...(signal && { signal }),
  });
  const kept = Number(await checkpoint?.read(key));
  return { transcript, decodeErrors: Number.isInteger(kept) ? kept : decodeErrors };
}
