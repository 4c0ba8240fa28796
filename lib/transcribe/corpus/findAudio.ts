import { type Corpus, listSteps, type NumberedStep, outputPath } from "#lib/corpus/index.ts";
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

/**
 * The audio to transcribe of a video, or null where the corpus has none: the imported one, which a person chose, else the
 * newest that was collected or captured live. Where it was put into a container of its own, whose times begin at nought,
 * that is taken, since it is read best.
 */
export async function findAudio(corpus: Corpus, video: VideoKey): Promise<StoredAudio | null> {
  const found = (await listSteps(corpus, video)).flatMap((step) => audioOf(video, step) ?? []);
  const remux = found.find(({ step }) => step.record.step === "remux");
  const sources = found.filter(({ step }) => step.record.step === "audio");
  sources.sort((a, b) => rank(b.step) - rank(a.step) || (a.step.record.variant < b.step.record.variant ? -1 : 1));
  const source = sources[0];
  // One that was made of other audio is of no use; one whose source was purged is all there is.
  const isOf = (sha256: string) => Object.values(remux?.step.record.inputs ?? {}).includes(sha256);
  return (remux && (!source || isOf(source.audio.sha256)) ? remux : source)?.audio ?? null;
}

function rank({ record }: NumberedStep): number {
  return record.variant === "import" ? Number.POSITIVE_INFINITY : Date.parse(record.finishedAt);
}

function audioOf(video: VideoKey, step: NumberedStep): { step: NumberedStep; audio: StoredAudio } | null {
  for (const [name, { sha256, bytes }] of Object.entries(step.record.outputs))
    if (/^audio\.(?!json$)/.test(name))
      return { step, audio: { name, sha256, bytes, path: outputPath(video, step.record.step, name, sha256) } };
  return null;
}
