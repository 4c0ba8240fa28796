import { defaultChatFilter, estimateLag, fitLagHeldOut, judgeChat, windowsUntil } from "#lib/chunk/index.ts";
import type { Study } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import type { Interval } from "#lib/stats/index.ts";
import { guessLanguage, type Language } from "#lib/text/index.ts";
import type { Stream } from "./publishStream.ts";

/** The lag of each stream of a study with its range over the stream's parts, or why it has none that can be told. */
export function streamLags(study: Study, streams: readonly Stream[]): Artefact[] {
  return renderTable({
    name: "lag",
    title: `How long after speech the chat answers it: ${study.title}`,
    keys: ["platform", "video"],
    columns: [
      { key: "platform", label: "platform" },
      { key: "video", label: "video" },
      { key: "messages", label: "messages" },
      { key: "lag", label: "lag (s) [range]", digits: 1 },
      { key: "told", label: "windows told" },
      { key: "windows", label: "windows" },
      { key: "pShift", label: "p, chat shifted", digits: 4 },
      { key: "pJitter", label: "p, messages moved", digits: 4 },
      { key: "verdict", label: "verdict" },
    ],
    rows: streams.map((stream) => lagRow(study, stream)),
    notes: [
      "The lag is the delay at which chat repeats what was said more than at others, rare words first. It counts only when its peak beats 95 % of circular shifts of the chat and 97 % of copies in which each message is moved within its half minute.",
      "Range: the least and the most lag found when one window and the chat that could answer it are left out, each window in turn; windows told is in how many of these a lag is found. It says how much the lag hangs on one part of the stream. It is no confidence interval, and one lag a stream is assumed.",
      "Nobody knows the true lag of a stream that was recorded. How well the method finds lags that are known is in planted/table.md, what they do to accuracy in effect/table.md.",
      ...study.notes,
    ],
  });
}

function lagRow(study: Study, { video, messages, utterances }: Stream): Row {
  const judge = judgeChat(defaultChatFilter);
  const kept = messages.filter((message) => message.atMs >= 0 && judge(message) === null);
  const language = languageOf(video.language, utterances.length > 0 ? utterances : messages);
  const found = estimateLag({ messages: kept, utterances, language, seed: "lag" });
  const lastMs = Math.max(kept.at(-1)?.atMs ?? 0, utterances.at(-1)?.startMs ?? 0);
  const { windowSeconds } = study.chunk;
  const windows = windowsUntil(lastMs, { windowSeconds, overlapSeconds: 0 });
  const parts = fitLagHeldOut({ messages: kept, utterances, windows, language });
  const told = parts.flatMap(({ lagMs }) => (lagMs === null ? [] : [lagMs / 1000]));
  const value = found.lagMs === null ? null : found.lagMs / 1000;
  const bounds = [value, ...told].filter((seconds): seconds is number => seconds !== null);
  const lag: Interval = {
    value,
    low: value === null ? null : Math.min(...bounds),
    high: value === null ? null : Math.max(...bounds),
    n: kept.length,
    clusters: windows.length,
    method: "range with one window left out",
    ...(found.reason === undefined ? {} : { reason: found.reason }),
  };
  return {
    values: {
      platform: video.platform,
      video: video.id,
      messages: kept.length,
      lag,
      told: told.length,
      windows: windows.length,
      pShift: found.pShift,
      pJitter: found.pJitter,
      verdict: found.reason ?? "told",
    },
    sources: windows.map(({ index, startMs }, i) => ({ window: index, startMs, ...parts[i]! })),
  };
}

function languageOf(known: string | undefined, said: readonly { text: string }[]): Language {
  if (known === "ja" || known === "ko" || known === "en") return known;
  return guessLanguage(
    said
      .slice(0, 500)
      .map(({ text }) => text)
      .join("\n"),
  );
}
