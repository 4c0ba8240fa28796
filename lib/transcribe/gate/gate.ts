import type { Utterance } from "#lib/records/index.ts";
import type { HeardSegment } from "../speechEngine.ts";
import type { DroppedUtterance, DropReason, SpeechRange } from "../transcript.ts";
import { bareText } from "./bareText.ts";
import { compressionRatio } from "./compressionRatio.ts";
import type { GateRule } from "./gateRule.ts";
import { isFillerLine } from "./isFillerLine.ts";
import { isLoop } from "./isLoop.ts";
import { speechShare } from "./speechShare.ts";
import { syllables } from "./syllables.ts";

/** Too few syllables say nothing about a rate, since engines round times. */
const fewestSyllables = 15;
/** One text in so many utterances in a row is a loop that went over several; the first is kept. */
const fewestInARow = 8;
/** Shorter texts people do repeat. */
const shortestRepeated = 4;

/**
 * Sets apart what a recogniser made up: loops, text that packs too well, silence that it heard as such and yet put into
 * words, lines of captions where there is no speech, and rates of speech that nobody reaches. A line of captions alone is
 * no reason, since people who stream say it too: voice activity or the scores have to agree. Every utterance keeps its
 * scores; ids count all of them, so that they do not depend on the rule.
 *
 * @param told in order of time
 * @param speech where voice activity found speech, in order
 */
export function gate(
  told: readonly HeardSegment[],
  speech: readonly SpeechRange[],
  rule: GateRule,
): { utterances: Utterance[]; dropped: DroppedUtterance[] } {
  const inARow = countRows(told);
  const utterances: Utterance[] = [];
  const dropped: DroppedUtterance[] = [];
  told.forEach((segment, i) => {
    const { startMs, endMs, text, words, confidence } = segment;
    const utterance: Utterance = {
      id: `s${i + 1}`,
      startMs: Math.round(startMs),
      endMs: Math.round(endMs),
      text: text.trim(),
      ...(words && { words }),
      confidence: { ...confidence, compressionRatio: confidence?.compressionRatio ?? compressionRatio(text.trim()) },
    };
    const reason = inARow[i] ? "repeatedUtterance" : doubt(utterance, speech, rule);
    if (reason) dropped.push({ utterance, reason });
    else utterances.push(utterance);
  });
  return { utterances, dropped };
}

function doubt(
  { startMs, endMs, text, confidence = {} }: Utterance,
  speech: readonly SpeechRange[],
  rule: GateRule,
): DropReason | null {
  const { avgLogprob, noSpeech, compressionRatio: ratio = 0 } = confidence;
  const unlikely = avgLogprob !== undefined && avgLogprob < rule.avgLogprob;
  const silent = noSpeech !== undefined && noSpeech > rule.noSpeech;
  if (isLoop(text)) return "repetition";
  if (ratio > rule.compressionRatio) return "compressionRatio";
  if (silent && unlikely) return "noSpeech";
  if (isFillerLine(text)) {
    if (silent || unlikely || speechShare(speech, startMs, endMs) < rule.fillerSpeechShare) return "fillerLine";
  }
  const count = syllables(text);
  if (count >= fewestSyllables && count * 1000 > rule.syllablesPerSecond * (endMs - startMs)) return "speechRate";
  return null;
}

/** Which utterances repeat the one before them in a long row of equals. */
function countRows(told: readonly HeardSegment[]): boolean[] {
  const bare = told.map(({ text }) => bareText(text));
  const repeats = bare.map(() => false);
  for (let from = 0; from < bare.length; ) {
    let to = from + 1;
    while (to < bare.length && bare[to] === bare[from]) to++;
    if (to - from >= fewestInARow && bare[from]!.length >= shortestRepeated) repeats.fill(true, from + 1, to);
    from = to;
  }
  return repeats;
}
