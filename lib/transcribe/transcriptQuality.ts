import { speechShare } from "./gate/speechShare.ts";
import type { Transcript } from "./transcript.ts";

/** How far a transcript of a stretch of a stream can be trusted, as covariates. */
export interface TranscriptQuality {
  startMs: number;
  endMs: number;
  utterances: number;
  dropped: number;
  /** Mean log-probability of the believed utterances that have one, each weighted by its length; null where none has. */
  meanLogprob: number | null;
  /** Share of the utterances that the gate does not believe; null where there are none. */
  dropRate: number | null;
  /** Share of the time with speech, by voice activity. */
  speechShare: number;
}

/**
 * The quality of a transcript: of the whole, or of each window of a stream, such as its chunks. An utterance belongs to the
 * window in which it begins.
 *
 * @param windows half-open and in milliseconds of the stream; without it the whole
 * @example
 * transcriptQuality(transcript)[0]!.dropRate; // => 0.04
 */
export function transcriptQuality(
  transcript: Transcript,
  windows: readonly { startMs: number; endMs: number }[] = [{ startMs: 0, endMs: transcript.durationMs }],
): TranscriptQuality[] {
  return windows.map(({ startMs, endMs }) => {
    const within = (one: { startMs: number }) => one.startMs >= startMs && one.startMs < endMs;
    const believed = transcript.utterances.filter(within);
    const dropped = transcript.dropped.filter(({ utterance }) => within(utterance)).length;
    const count = believed.length + dropped;
    let weight = 0;
    let sum = 0;
    for (const { startMs: from, endMs: to, confidence } of believed) {
      if (confidence?.avgLogprob === undefined) continue;
      weight += to - from;
      sum += (to - from) * confidence.avgLogprob;
    }
    return {
      startMs,
      endMs,
      utterances: believed.length,
      dropped,
      meanLogprob: weight === 0 ? null : sum / weight,
      dropRate: count === 0 ? null : dropped / count,
      speechShare: endMs > startMs ? speechShare(transcript.speech, startMs, endMs) : 0,
    };
  });
}
