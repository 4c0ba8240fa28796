import { seededRandom } from "#lib/effects/index.ts";
import { degradeTranscript } from "#lib/simulate/index.ts";
import { countEdits } from "#lib/stats/index.ts";
import { type Language, tokenise } from "#lib/text/index.ts";
import type { Stream } from "./publishStream.ts";

/** What is done to a stream: word errors added by words spoken, and the share of the chat that is kept, each 0 to 1. */
export interface Degradation {
  wordErrorRate: number;
  chatShare: number;
}

/** A stream made worse, and what that came to by counting. */
export interface DegradedStream {
  stream: Stream;
  words: number;
  /** Edit distance between the words of each utterance as they were and as they are. */
  wordErrors: number;
  messagesBefore: number;
}

/**
 * A stream with word errors added to its transcript and part of its chat left out. Each message has one lot for all shares,
 * so that what is kept of a tenth is also kept of a half. Times of words go in any case, since those of wrong words would be
 * made up.
 */
export function degradeStream(
  { video, messages, utterances }: Stream,
  { wordErrorRate, chatShare }: Degradation,
  language: Language,
  seed: string,
): DegradedStream {
  const name = `${seed}|${video.platform}/${video.id}`;
  const noise = seededRandom(`${name}|words ${wordErrorRate}`);
  const heard = degradeTranscript(utterances, { wordErrorRate, language, random: noise });
  const lots = seededRandom(`${name}|chat`);
  const kept = messages.filter(() => lots.next() < chatShare);
  let words = 0;
  let wordErrors = 0;
  for (const [i, { text }] of utterances.entries()) {
    const said = tokenise(text, language);
    words += said.length;
    if (text === heard[i]!.text) continue;
    const { substitutions, deletions, insertions } = countEdits(said, tokenise(heard[i]!.text, language));
    wordErrors += substitutions + deletions + insertions;
  }
  return { stream: { video, messages: kept, utterances: heard }, words, wordErrors, messagesBefore: messages.length };
}
