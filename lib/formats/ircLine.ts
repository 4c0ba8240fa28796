/** One line of IRC, taken apart. */
export interface IrcLine {
  tags: Map<string, string>;
  /** Who sent it, without user and host. */
  nick: string;
  command: string;
  /** The last parameter where it was written after a colon. */
  text: string;
}

const line = /^(?:@(\S*) +)?(?::([^\s!]*)\S* +)?([A-Za-z]+|\d{3})(?= |$)((?: +[^:\s]\S*)*)(?: +:(.*))? *$/s;
const escapes = new Map([
  [":", ";"],
  ["s", " "],
  ["r", "\r"],
  ["n", "\n"],
]);

/** Takes a line of IRC apart (RFC 1459 with the message tags of IRCv3); undefined where it is none. */
export function parseIrcLine(text: string): IrcLine | undefined {
  const match = line.exec(text);
  if (!match) return undefined;
  const [, tags = "", nick = "", command = "", , trailing = ""] = match;
  return { tags: parseTags(tags), nick, command: command.toUpperCase(), text: trailing };
}

function parseTags(text: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of text.split(";")) {
    const equals = tag.indexOf("=");
    if (equals > 0) tags.set(tag.slice(0, equals), unescapeTag(tag.slice(equals + 1)));
    else if (tag !== "" && equals === -1) tags.set(tag, "");
  }
  return tags;
}

/** `\:` is a semicolon, `\s` a blank, `\\` a backslash; a backslash before anything else is left out. */
function unescapeTag(value: string): string {
  return value.includes("\\") ? value.replace(/\\(.?)/gs, (_, char: string) => escapes.get(char) ?? char) : value;
}
