import { bareName } from "./pseudonym.ts";

/** A name without blanks or signs ends where its letters end; joints may stand inside it. */
const oneWord = /[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_.·-]*[\p{L}\p{M}\p{N}_])?/uy;
const wholeWord = /^[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_.·-]*[\p{L}\p{M}\p{N}_])?$/u;
const wordCharacter = /[\p{L}\p{M}\p{N}_]/u;
/** Scripts that write honorifics and particles right behind a name. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const longestName = 200;

/** True when a mention of the name cannot be told by its characters alone: it holds blanks, brackets, emoji. */
export function needsKnowing(name: string): boolean {
  return !wholeWord.test(bareName(name));
}

/** True when a text may hold a mention. */
export function mayMention(text: string): boolean {
  return text.includes("@") || text.includes("＠");
}

/** Replaces the names after each "@" of a text; see makeMentionMask. */
export type MentionMask = (text: string) => string;

/**
 * A function that writes the pseudonym of a name for each name after an "@": a known name as a whole, the longest first,
 * else the word that stands there. Only names for which `needsKnowing` holds have to be known.
 *
 * @param names the authors' names, in any order
 * @param pseudonymOf the pseudonym of a name
 */
export function makeMentionMask(names: Iterable<string>, pseudonymOf: (name: string) => string): MentionMask {
  const known = new Set<string>();
  for (const name of names) if (needsKnowing(name) && bareName(name).length <= longestName) known.add(bareName(name));
  known.delete("");
  const lengths = [...new Set(Array.from(known, (name) => name.length))].sort((a, b) => b - a);

  const knownAt = (text: string, at: number): string | null => {
    for (const length of lengths) {
      const name = text.slice(at, at + length);
      if (name.length === length && known.has(name) && endsAt(text, at + length)) return name;
    }
    return null;
  };
  return (text) => {
    let out = "";
    let copied = 0;
    for (let at = 0; at < text.length; at++) {
      const char = text[at];
      if (char !== "@" && char !== "＠") continue;
      const name = knownAt(text, at + 1) ?? wordAt(text, at + 1);
      if (name === null) continue;
      out += `${text.slice(copied, at + 1)}${pseudonymOf(name)}`;
      at += name.length;
      copied = at + 1;
    }
    return copied === 0 ? text : out + text.slice(copied);
  };
}

function wordAt(text: string, at: number): string | null {
  oneWord.lastIndex = at;
  return oneWord.exec(text)?.[0] ?? null;
}

/** True when a name that stops before `at` is not the start of a longer word. */
function endsAt(text: string, at: number): boolean {
  const next = at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : "";
  if (!wordCharacter.test(next) || unspaced.test(next)) return true;
  return !wordCharacter.test(text[at - 1]!);
}
