import type { ChatMessage, Utterance } from "#lib/records/index.ts";
import { guessLanguage, type Language, tokenise } from "#lib/text/index.ts";

/** When a term was spoken, and when and by whom it was typed, in ascending milliseconds of stream time. */
export interface TermMentions {
  spokenMs: number[];
  typed: { atMs: number; author: string }[];
}

export type Typed = Pick<ChatMessage, "atMs" | "author" | "text">;
export type Spoken = Pick<Utterance, "startMs" | "endMs" | "text" | "words">;

/**
 * The terms that speech and chat share, with the times of their mentions. A word is spoken at its own time where word
 * times are known, else at its share of the utterance.
 */
export function termMentions(
  messages: readonly Typed[],
  utterances: readonly Spoken[],
  language: Language = guessLanguage(sample(utterances)),
): TermMentions[] {
  const mentions = new Map<string, TermMentions>();
  for (const utterance of utterances)
    for (const { term, atMs } of spokenTerms(utterance, language)) {
      const known = mentions.get(term);
      if (!known) mentions.set(term, { spokenMs: [atMs], typed: [] });
      else if (known.spokenMs[known.spokenMs.length - 1] !== atMs) known.spokenMs.push(atMs);
    }
  for (const { atMs, author, text } of messages)
    for (const term of new Set(tokenise(text, language).flatMap((token) => terms(token, language))))
      mentions.get(term)?.typed.push({ atMs, author });
  const shared = [...mentions.values()].filter((each) => each.typed.length > 0);
  for (const { spokenMs, typed } of shared) {
    spokenMs.sort((a, b) => a - b);
    typed.sort((a, b) => a.atMs - b.atMs);
  }
  return shared;
}

function* spokenTerms(utterance: Spoken, language: Language): Iterable<{ term: string; atMs: number }> {
  const { startMs, endMs, text, words } = utterance;
  const pieces = words?.length
    ? words.map((word) => ({ text: word.text, startMs: word.startMs }))
    : [{ text, startMs }];
  for (const piece of pieces) {
    const tokens = tokenise(piece.text, language);
    const spanMs = pieces.length === 1 ? Math.max(0, endMs - startMs) : 0;
    for (const [i, token] of tokens.entries())
      for (const term of terms(token, language))
        yield { term, atMs: Math.round(piece.startMs + (spanMs * (i + 0.5)) / tokens.length) };
  }
}

/** A token and, where endings are glued to stems (Japanese, Korean), the pairs of neighbouring characters in it. */
function terms(token: string, language: Language): string[] {
  const chars = [...token];
  if (language === "en") return chars.length >= 3 ? [token] : [];
  if (chars.length < 2) return /\p{Script=Han}/u.test(token) ? [token] : [];
  return chars.length === 2 ? [token] : [token, ...chars.slice(1).map((char, i) => chars[i] + char)];
}

function sample(utterances: readonly Spoken[]): string {
  return utterances
    .slice(0, 200)
    .map((each) => each.text)
    .join(" ");
}
