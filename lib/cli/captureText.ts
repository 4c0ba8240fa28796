import type { LiveAudioCoverage, LiveCoverage } from "#lib/collect/index.ts";
import type { VideoKey } from "#lib/records/index.ts";

/** What of a captured stream was published; null where there was nothing. */
export interface Published {
  readonly video: VideoKey;
  readonly chat: LiveCoverage | null;
  readonly audio: LiveAudioCoverage | null;
}

/** A published capture for a person. */
export function captureText({ video, chat, audio }: Published): string {
  const unheard = (gaps: readonly { ms: number }[]) => {
    const seconds = Math.round(gaps.reduce((sum, { ms }) => sum + ms, 0) / 1000);
    return gaps.length === 0 ? "" : `, ${seconds} s not heard in ${gaps.length} gaps`;
  };
  const chatGaps = chat?.gaps.map(({ from, to }) => ({ ms: Date.parse(to) - Date.parse(from) })) ?? [];
  const audioGaps = audio?.gaps.map(({ fromMs, toMs }) => ({ ms: toMs - fromMs })) ?? [];
  const minutes = audio?.durationMs == null ? "" : `, to minute ${Math.round(audio.durationMs / 60_000)} of the stream`;
  return [
    `${video.platform} ${video.id}`,
    chat ? `  chat: ${chat.status}, ${chat.lines} lines${unheard(chatGaps)}` : "  chat: none",
    audio ? `  audio: ${audio.status}, ${audio.parts.length} parts${minutes}${unheard(audioGaps)}` : "  audio: none",
    ...(audio?.trouble ? [`  audio: kept in its parts, not joined: ${audio.trouble}`] : []),
    "",
  ].join("\n");
}
