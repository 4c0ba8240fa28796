import { bareName } from "./pseudonym.ts";

/** A name without blanks or signs ends where its letters end; joints may stand inside it. */
const oneWord = /[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_.·-]*[\p{L}\p{M}\p{N}_])?/uy;
const wholeWord = /^[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_.·-]*[\p{L}\p{M}\p{N}_])?$/u;
const wordCharacter = /[\p{L}\p{M}\p{N}_]/u;
/** Scripts that write honorifics and particles right behind a name. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const longestName = 200;
/** Shorter names are words of any text. */
const shortestName = 3;

/** True when a mention of the name cannot be told by its characters alone: it holds blanks, brackets, emoji. */
export function needsKnowing(name: string): boolean {
  return !wholeWord.test(bareName(name));
}

/** True when a text may hold a mention. */
export function mayMention(text: string): boolean {
  return text.includes("@") || text.includes("＠");
}

/**
 * A text with its author's own name as the pseudonym, for notices such as "NAME subscribed" and for people who sign: a
 * name beside its own pseudonym would give it away. What stands after an "@" is left to the mention mask.
 */
export function hideOwnName(text: string, name: string, pseudonym: string): string {
  const own = bareName(name);
  if (own.length < shortestName || !text.includes(own)) return text;
  let out = "";
  let copied = 0;
  for (let at = text.indexOf(own); at !== -1; at = text.indexOf(own, at + own.length)) {
    if (!startsAt(text, at) || !endsAt(text, at + own.length)) continue;
    out += text.slice(copied, at) + pseudonym;
    copied = at + own.length;
  }
  return out + text.slice(copied);
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

/** True when a name that starts at `at` is neither the end of a longer word nor a mention. */
function startsAt(text: string, at: number): boolean {
  const before = text[at - 1] ?? "";
  if (before === "@" || before === "＠") return false;
  return !wordCharacter.test(before) || unspaced.test(before) || !wordCharacter.test(text[at]!);
}

/** True when a name that stops before `at` is not the start of a longer word. */
function endsAt(text: string, at: number): boolean {
  const next = at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : "";
  if (!wordCharacter.test(next) || unspaced.test(next)) return true;
  return !wordCharacter.test(text[at - 1]!);
}
