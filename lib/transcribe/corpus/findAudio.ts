import { type Corpus, listSteps, outputPath } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";

/** The audio of a video in a corpus. */
export interface StoredAudio {
  /** The name of the output, e.g. `audio.m4a`. */
  name: string;
  sha256: string;
  bytes: number;
  /** Where it lies in the store. */
  path: string;
}

/** Steps that bring audio, the best first: a container of its own, times from nought, is read best. */
const places = [
  { step: "remux", variant: "copy" },
  { step: "audio", variant: "import" },
  { step: "audio", variant: "yt-dlp" },
] as const;

/** The audio to transcribe of a video, or null where the corpus has none. */
export async function findAudio(corpus: Corpus, video: VideoKey): Promise<StoredAudio | null> {
  const steps = await listSteps(corpus, video);
  for (const { step, variant } of places) {
    const found = steps.find(({ record }) => record.step === step && record.variant === variant);
    for (const [name, { sha256, bytes }] of Object.entries(found?.record.outputs ?? {}))
      if (/^audio\.(?!json$)/.test(name)) return { name, sha256, bytes, path: outputPath(video, step, name, sha256) };
  }
  return null;
}
