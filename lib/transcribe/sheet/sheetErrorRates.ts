import type { VideoKey } from "#lib/records/index.ts";
import { type ErrorRate, errorRate } from "../quality/errorRate.ts";
import { errorUnit } from "../quality/errorUnits.ts";
import type { CheckedRow } from "./readTranscriptSheet.ts";

/** The error rate of one transcript, from its minute. */
export interface CheckedTranscript extends ErrorRate {
  video: VideoKey;
  variant: string;
  fingerprint: string;
  language: string;
  rows: number;
}

/** Error rates of each transcript, and of all of a language and a recogniser together. */
export interface SheetErrorRates {
  transcripts: CheckedTranscript[];
  together: (ErrorRate & { variant: string; language: string; videos: number })[];
}

/**
 * Word or character error rates of corrected minutes. The interval of one transcript resamples its rows, and says how
 * sure the minute is, not how like the rest of the stream; that of several resamples videos.
 *
 * @param seed of the intervals
 */
export function sheetErrorRates(rows: readonly CheckedRow[], seed: string): SheetErrorRates {
  const nameOf = ({ video, variant }: CheckedRow) => JSON.stringify([video.platform, video.id, variant]);
  const transcripts = [...grouped(rows, nameOf)].map(([name, own]): CheckedTranscript => {
    const { video, variant, fingerprint, language } = own[0]!;
    const texts = own.map(({ said, heard }, i) => ({ cluster: String(i), said, heard }));
    const found = errorRate(texts, { language, seed: `${seed}|${name}` });
    const rate = { ...found.rate, clusters: 1, method: found.rate.method.replace("videos", "lines") };
    return { video, variant, fingerprint, language, rows: own.length, ...found, rate };
  });
  const kinds = grouped(rows, ({ variant, language }) => JSON.stringify([variant, language, errorUnit(language)]));
  const together = [...kinds].map(([name, own]) => {
    const { variant, language } = own[0]!;
    const texts = own.map((row) => ({ cluster: nameOf(row), said: row.said, heard: row.heard }));
    const videos = new Set(texts.map(({ cluster }) => cluster)).size;
    return { variant, language, videos, ...errorRate(texts, { language, seed: `${seed}|${name}` }) };
  });
  return { transcripts, together };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
