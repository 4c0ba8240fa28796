import type { Utterance } from "#lib/records/index.ts";
import { dropRate, type TranscriptFacts } from "../corpus/transcriptFacts.ts";
import { errorUnit, errorUnits } from "../quality/errorUnits.ts";

/** What there is to see of one transcript; times in milliseconds, shares from 0 to 1, null for what is not known. */
export interface TranscriptLook {
  utterances: number;
  dropRate: number | null;
  /** Of the sound, how much is speech, by voice activity. */
  speechShare: number | null;
  /** Of the speech, how much has text. */
  heardShare: number | null;
  /** Of the utterances, how many say what the most frequent of them says. */
  repeatedShare: number | null;
  /** Words, or characters where the language has no blanks, a minute of text. */
  unitsPerMinute: number | null;
  /** How much of the video was transcribed, or, of an import, where its last line ends. */
  coveredMs: number;
}

/** When a transcript is looked at twice. */
export interface TranscriptLimits {
  mostDropped: number;
  leastHeard: number;
  mostRepeated: number;
  leastWordsPerMinute: number;
  leastCharactersPerMinute: number;
}

/**
 * Rules of thumb, wide enough for slow talk. Text is timed to the speech that it stands for, so a minute of it that holds
 * fewer words than these was most likely not heard.
 */
export const defaultTranscriptLimits: TranscriptLimits = {
  mostDropped: 0.2,
  leastHeard: 0.5,
  mostRepeated: 0.1,
  leastWordsPerMinute: 40,
  leastCharactersPerMinute: 80,
};

/** Fewer utterances repeat themselves by chance. */
const fewUtterances = 20;

/** Measures a transcript. */
export function lookAtTranscript(
  utterances: readonly Utterance[],
  facts: TranscriptFacts | null,
  language: string,
): TranscriptLook {
  const times = new Map<string, number>();
  let units = 0;
  let textMs = 0;
  let lastMs = 0;
  for (const { startMs, endMs, text } of utterances) {
    const said = errorUnits(text, language);
    units += said.length;
    textMs += endMs - startMs;
    lastMs = Math.max(lastMs, endMs);
    times.set(said.join(" "), (times.get(said.join(" ")) ?? 0) + 1);
  }
  const most = Math.max(0, ...times.values());
  return {
    utterances: utterances.length,
    dropRate: facts && dropRate(facts),
    speechShare: facts && facts.durationMs > 0 ? facts.speechMs / facts.durationMs : null,
    heardShare: facts && facts.speechMs > 0 ? Math.min(1, textMs / facts.speechMs) : null,
    repeatedShare: utterances.length < fewUtterances ? null : most / utterances.length,
    unitsPerMinute: textMs > 0 ? units / (textMs / 60_000) : null,
    coveredMs: facts?.durationMs ?? lastMs,
  };
}

/**
 * What is suspicious about a transcript, in words; empty where nothing is.
 *
 * @param durationMs of the video as its platform says, or null; a transcript may fall short of it by two percent or 30
 * seconds, whichever is more, and the last line of an imported one by a fifth, since streams end in silence
 */
export function judgeTranscript(
  look: TranscriptLook,
  facts: TranscriptFacts | null,
  about: { language: string; durationMs: number | null },
  limits: TranscriptLimits = defaultTranscriptLimits,
): string[] {
  const found: string[] = [];
  const share = (value: number) => `${(100 * value).toFixed(0)} %`;
  if (look.utterances === 0) found.push(facts && facts.speechMs > 0 ? "no text, though there is speech" : "no text");
  if (look.dropRate !== null && look.dropRate > limits.mostDropped)
    found.push(`${share(look.dropRate)} of the utterances were dropped (${reasonsOf(facts)})`);
  if (look.heardShare !== null && look.utterances > 0 && look.heardShare < limits.leastHeard)
    found.push(`only ${share(look.heardShare)} of the speech has text`);
  if (look.repeatedShare !== null && look.repeatedShare > limits.mostRepeated)
    found.push(`${share(look.repeatedShare)} of the utterances say the same`);
  const unit = errorUnit(about.language);
  const least = unit === "words" ? limits.leastWordsPerMinute : limits.leastCharactersPerMinute;
  if (look.unitsPerMinute !== null && look.unitsPerMinute < least)
    found.push(`${look.unitsPerMinute.toFixed(0)} ${unit} a minute of text`);
  const { durationMs } = about;
  if (durationMs !== null) {
    const missingMs = durationMs - look.coveredMs;
    const allowedMs = facts ? Math.max(30_000, durationMs * 0.02) : durationMs * 0.2;
    const minutes = (ms: number) => (ms / 60_000).toFixed(1);
    if (missingMs > allowedMs) found.push(`ends at ${minutes(look.coveredMs)} of ${minutes(durationMs)} minutes`);
  }
  if (facts && facts.decodeErrors > 0) found.push(`the decoder reported ${facts.decodeErrors} errors`);
  return found;
}

function reasonsOf(facts: TranscriptFacts | null): string {
  const reasons = Object.entries(facts?.dropped ?? {});
  return reasons.map(([reason, times]) => `${reason} ${times}`).join(", ");
}
