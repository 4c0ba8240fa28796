import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "./corpus.ts";
import { listSteps } from "./listSteps.ts";
import type { NumberedStep } from "./stepRecord.ts";

/**
 * The transcript of a video to read: the one that is named, where the video has it; else the imported one, which a person
 * chose; else the only one. Null for a video without transcript.
 *
 * @param variant e.g. `whisper.cpp-ggml-base-ja`
 * @throws InputError where several recognisers heard the video, and none of them is named
 */
export async function chooseSpeech(corpus: Corpus, video: VideoKey, variant?: string): Promise<NumberedStep | null> {
  const found = (await listSteps(corpus, video)).filter(({ record }) => record.step === "transcribe");
  const named = (name: string) => found.find(({ record }) => record.variant === name);
  const chosen = (variant === undefined ? undefined : named(variant)) ?? named("import");
  if (chosen) return chosen;
  if (found.length <= 1 && variant === undefined) return found[0] ?? null;
  if (found.length === 0) return null;
  const names = found.map(({ record }) => record.variant).join(", ");
  throw new InputError(
    `Video ${video.platform} ${video.id}: expected ${variant === undefined ? "one transcript" : `the transcript ${variant}`}, ` +
      `found ${names}. Name the one to read, e.g. as chunk.speech in study.yaml.`,
  );
}
