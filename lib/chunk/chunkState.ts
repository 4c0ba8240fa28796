import { type Corpus, isStale, latestStep, tookMs } from "#lib/corpus/index.ts";
import type { ChunkSettings, VideoKey } from "#lib/records/index.ts";
import { chunkVariant } from "./chunkVariant.ts";
import { chunkInputs, chunkVersion } from "./chunkVideo.ts";

/** Whether a video is cut into chunks as it is today, the number of the record that says so (0 without one), and the time it took. */
export async function chunkState(
  corpus: Corpus,
  video: VideoKey,
  settings: ChunkSettings,
): Promise<{ done: boolean; published: number; tookMs?: number }> {
  const known = await latestStep(corpus, video, "chunk", chunkVariant(settings));
  if (!known) return { done: false, published: 0 };
  const today = {
    inputs: await chunkInputs(corpus, video, settings.speech),
    params: { ...settings },
    version: chunkVersion,
  };
  return { done: !isStale(known.record, today), published: known.n, tookMs: tookMs(known.record) };
}
