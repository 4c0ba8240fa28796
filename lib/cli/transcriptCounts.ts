import { dropRate, type TranscriptFacts } from "#lib/transcribe/index.ts";

/** What became of the sound, in one line for a person. */
export function transcriptCounts(facts: TranscriptFacts): string {
  const { durationMs, speechMs, utterances, dropped, decodeErrors } = facts;
  const minutes = (durationMs / 60_000).toFixed(1);
  const speech = durationMs > 0 ? `${Math.round((100 * speechMs) / durationMs)} % speech` : "no sound";
  const reasons = Object.entries(dropped).map(([reason, times]) => `${times} ${reason}`);
  const out =
    reasons.length > 0 ? `, ${Math.round(100 * (dropRate(facts) ?? 0))} % dropped (${reasons.join(", ")})` : "";
  const errors = decodeErrors > 0 ? `; the decoder reported ${decodeErrors} errors` : "";
  return `${utterances} utterances of ${minutes} minutes, ${speech}${out}${errors}`;
}
