import { parseIrcLine } from "#lib/formats/index.ts";
import type { Pseudonymiser } from "../pseudonym.ts";
import { removedName } from "./removePerson.ts";

/** How many lines went, and in how many others a mention did. */
export interface Scrubbed {
  readonly lines: number;
  readonly mentions: number;
}

/** Finds a person, who is known by pseudonyms alone, in text that still has the names. */
export interface PersonScrubber {
  /** True where JSON, or text of any kind, has a name or an id of the person. */
  names(text: string): boolean;
  /** Takes in by which names and ids the person goes in lines of a captured chat. */
  learn(log: string): void;
  /** The lines of a captured chat without what the person wrote, and without their names in those of others. */
  scrub(log: string): Scrubbed & { text: string };
}

/** The tags of a line that belong to one person; the first group wrote the line. */
const persons = [
  ["user-id", "display-name", "login"],
  ["reply-parent-user-id", "reply-parent-user-login", "reply-parent-display-name"],
  ["reply-thread-parent-user-id", "reply-thread-parent-user-login", "reply-thread-parent-display-name"],
  ["msg-param-recipient-id", "msg-param-recipient-user-name", "msg-param-recipient-display-name"],
  ["msg-param-sender-login", "msg-param-sender-name"],
  ["target-user-id"],
] as const;
const shortestName = 3;

export function makePersonScrubber(of: Pseudonymiser, pseudonyms: ReadonlySet<string>): PersonScrubber {
  const known = new Map<string, boolean>();
  const isPerson = (token: string): boolean => {
    if (token === "") return false;
    const before = known.get(token);
    if (before !== undefined) return before;
    const found = pseudonyms.has(of.author({ id: token, name: "" })) || pseudonyms.has(of.name(token));
    known.set(token, found);
    return found;
  };
  const wordsOf = (text: string) => text.match(/[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_.·-]*/gu) ?? [];
  const namesIn = (text: string): string[] =>
    [text, ...wordsOf(text), ...wordsOf(text).map((word) => word.replace(/[.·-]+$/u, ""))].filter(isPerson);
  const aliases = new Set<string>();
  const lines = (log: string) => log.split("\n");
  const ircOf = (line: string) => (line.startsWith("# ") ? undefined : parseIrcLine(line.replace(/^\S+ /, "")));
  const wrote = (irc: NonNullable<ReturnType<typeof ircOf>>) =>
    [...persons[0].map((tag) => irc.tags.get(tag) ?? ""), irc.nick].filter((one) => one !== "");
  const isAlias = (token: string) => aliases.has(token.toLowerCase());
  return {
    names: (text) => {
      const json = tryJson(text);
      return json === undefined ? namesIn(text).length > 0 : stringsOf(json).some((one) => namesIn(one).length > 0);
    },
    learn: (log) => {
      for (const line of lines(log)) {
        const irc = ircOf(line);
        if (!irc) continue;
        const groups = [wrote(irc), ...persons.slice(1).map((tags) => tags.map((tag) => irc.tags.get(tag) ?? ""))];
        for (const group of groups)
          if (group.some(isPerson)) for (const one of group) if (one !== "") aliases.add(one.toLowerCase());
        for (const word of namesIn(irc.text)) if (word.length >= shortestName) aliases.add(word.toLowerCase());
      }
    },
    scrub: (log) => {
      let gone = 0;
      let mentions = 0;
      if (aliases.size === 0) return { text: log, lines: 0, mentions: 0 };
      const pattern = patternOf([...aliases].filter((alias) => alias.length >= shortestName && !/^\d+$/.test(alias)));
      const kept = lines(log).flatMap((line) => {
        const irc = ircOf(line);
        if (!irc) return [line];
        if (wrote(irc).some(isAlias)) {
          gone++;
          return [];
        }
        const clean = withoutTags(line, irc.tags, isAlias).replace(pattern, removedName);
        if (clean !== line) mentions++;
        return [clean];
      });
      return { text: gone + mentions === 0 ? log : kept.join("\n"), lines: gone, mentions };
    },
  };
}

/** A line without the tags that name the person: what they wrote is quoted beside their name, so the quote goes too. */
function withoutTags(line: string, tags: ReadonlyMap<string, string>, isAlias: (token: string) => boolean): string {
  let clean = line;
  for (const group of persons.slice(1)) {
    if (!group.some((tag) => isAlias(tags.get(tag) ?? ""))) continue;
    const isQuote = group[0].startsWith("reply-");
    clean = isQuote
      ? clean.replace(/(?<=[@;])reply-(?:thread-)?parent-[a-z-]+=[^; ]*;?/g, "")
      : clean.replace(new RegExp(`(?<=[@;](?:${group.join("|")})=)[^; ]*`, "g"), removedName);
  }
  return clean;
}

/** Names of Latin letters as whole words; others wherever they stand, since their scripts write words without blanks. */
function patternOf(aliases: string[]): RegExp {
  const parts = aliases
    .sort((a, b) => b.length - a.length)
    .map((alias) => {
      // In a tag a blank is written as \s.
      const plain = alias.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replaceAll(" ", "(?: |\\\\s)");
      return /^[\x20-\x7e]+$/.test(alias) ? `(?<![A-Za-z0-9_])${plain}(?![A-Za-z0-9_])` : plain;
    });
  return new RegExp(parts.length > 0 ? parts.join("|") : "(?!)", "giu");
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** All strings of a value; one that is JSON itself is gone through as well. */
function stringsOf(value: unknown): string[] {
  if (typeof value === "string") {
    const inner = /^\s*[[{]/.test(value) ? tryJson(value) : undefined;
    return inner === undefined ? [value] : stringsOf(inner);
  }
  if (typeof value !== "object" || value === null) return typeof value === "number" ? [String(value)] : [];
  return Object.values(value).flatMap(stringsOf);
}
