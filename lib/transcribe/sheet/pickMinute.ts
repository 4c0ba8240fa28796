import { seededRandom } from "#lib/effects/index.ts";
import type { Utterance, VideoKey } from "#lib/records/index.ts";
import type { SpeechRange } from "../transcript.ts";

const minuteMs = 60_000;
/** A minute with less speech says little of a recogniser. */
const leastSpeechMs = 5000;

/**
 * Draws a whole minute of a video in which there is speech: at least five seconds of it by voice activity, where that is
 * known, else at least one utterance. Null where there is none. The same seed draws the same minute.
 */
export function pickMinute(
  video: VideoKey,
  { utterances, speech }: { utterances: readonly Utterance[]; speech: readonly SpeechRange[] | null },
  seed: string,
): { startMs: number; endMs: number } | null {
  const spoken = new Map<number, number>();
  const add = (minute: number, ms: number) => spoken.set(minute, (spoken.get(minute) ?? 0) + ms);
  for (const { startMs, endMs } of speech ?? [])
    for (let minute = Math.floor(startMs / minuteMs); minute * minuteMs < endMs; minute++)
      add(minute, Math.min(endMs, (minute + 1) * minuteMs) - Math.max(startMs, minute * minuteMs));
  if (!speech) for (const { startMs } of utterances) add(Math.floor(startMs / minuteMs), leastSpeechMs);
  const minutes = [...spoken].filter(([, ms]) => ms >= leastSpeechMs).map(([minute]) => minute);
  if (minutes.length === 0) return null;
  minutes.sort((a, b) => a - b);
  const random = seededRandom(`${seed}|transcript sheet|${video.platform}/${video.id}`);
  const minute = minutes[Math.floor(random.next() * minutes.length)]!;
  return { startMs: minute * minuteMs, endMs: (minute + 1) * minuteMs };
}
