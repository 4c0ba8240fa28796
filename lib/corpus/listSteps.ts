import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "./corpus.ts";
import { type NumberedStep, parseStepName, parseStepRecord, stepName } from "./stepRecord.ts";
import { videoPath } from "./videoPath.ts";

/** The steps of a video that count: the highest number of each step and variant, in the order of their names. */
export async function listSteps(corpus: Corpus, video: VideoKey): Promise<NumberedStep[]> {
  return newest(corpus, video, `${videoPath(video)}/steps/`);
}

/** The record of one step and variant that counts, or null where there is none. */
export async function latestStep(
  corpus: Corpus,
  video: VideoKey,
  step: string,
  variant: string,
): Promise<NumberedStep | null> {
  const found = await newest(corpus, video, `${videoPath(video)}/steps/${step}.${variant}.`);
  return found.find(({ record }) => record.variant === variant) ?? null;
}

/**
 * The variant of a step to read: the given one, else the only one; null where the step was never done.
 *
 * @throws InputError when the given variant is not there, or when there are several and none is given
 */
export async function chooseStep(
  corpus: Corpus,
  video: VideoKey,
  step: string,
  variant?: string,
): Promise<NumberedStep | null> {
  const found = await newest(corpus, video, `${videoPath(video)}/steps/${step}.`);
  const wanted = variant === undefined ? found : found.filter(({ record }) => record.variant === variant);
  if (wanted.length === 1 || (variant === undefined && found.length === 0)) return wanted[0] ?? null;
  const names = found.map(({ record }) => record.variant).join(", ") || "none";
  throw new InputError(
    `Video ${video.platform} ${video.id}: expected ${variant === undefined ? "one variant" : `the variant ${variant}`} ` +
      `of the step ${step}, found ${names}. Name the variant to read.`,
  );
}

async function newest(corpus: Corpus, video: VideoKey, prefix: string): Promise<NumberedStep[]> {
  const highest = new Map<string, { step: string; variant: string; n: number }>();
  for await (const name of corpus.store.list(prefix)) {
    const parts = parseStepName(name);
    if (!parts) continue;
    const key = `${parts.step}.${parts.variant}`;
    if (parts.n > (highest.get(key)?.n ?? 0)) highest.set(key, parts);
  }
  const found: NumberedStep[] = [];
  for (const { step, variant, n } of highest.values()) {
    const name = stepName(video, step, variant, n);
    const bytes = await corpus.store.get(name);
    if (bytes) found.push({ n, record: parseStepRecord(name, bytes) });
  }
  return found;
}
