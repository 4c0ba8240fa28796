import type { ChatMessage, MessageKind } from "#lib/records/index.ts";
import { codePointLength, normalise } from "#lib/text/index.ts";

/** Which messages become lines, as plain data, so that a variant can record it. */
export interface ChatFilter {
  /** Kinds that become lines; gifts and system notices are the platform's words, not a viewer's. */
  kinds: readonly MessageKind[];
  /** Messages of authors with one of these roles are left out. */
  withoutRoles: readonly string[];
  /** Messages of these authors are left out, by their pseudonyms. */
  withoutAuthors?: readonly string[];
  /** Leave out commands to bots: `!` or `/` and a letter at the start. */
  withoutCommands: boolean;
  /**
   * How often one author may repeat the same text of at least `repeatChars` code points, each of its words counted once;
   * null for any number.
   */
  maxRepeats: number | null;
  repeatChars: number;
}

/** What --window runs use: viewers' own words, no bots, no commands, no text pasted more than five times by one author. */
export const defaultChatFilter: ChatFilter = {
  kinds: ["text", "paid", "sticker", "membership"],
  withoutRoles: ["bot"],
  withoutCommands: true,
  maxRepeats: 5,
  repeatChars: 20,
};

/** Every message of a viewer, whatever it says. */
export const openChatFilter: ChatFilter = {
  kinds: ["text", "paid", "sticker", "membership", "gift", "system"],
  withoutRoles: [],
  withoutCommands: false,
  maxRepeats: null,
  repeatChars: 0,
};

/**
 * Why a message is left out, or null when it stays. It remembers what each author has said, so it must be asked of every
 * message once, in the order of time. Short texts and rows of one emote are never taken for pasted ones: viewers laugh
 * alike.
 */
export function judgeChat(filter: ChatFilter): (message: ChatMessage) => string | null {
  const said = new Map<string, number>();
  const unwanted = new Set(filter.withoutAuthors);
  return (message) => {
    if (!filter.kinds.includes(message.kind)) return `kind ${message.kind}`;
    if (message.text.trim() === "") return "no text";
    if (message.roles.some((role) => filter.withoutRoles.includes(role))) return "bot";
    if (unwanted.has(message.author)) return "author behaves as a bot";
    if (filter.withoutCommands && /^\s*[!/]\p{L}/u.test(message.text)) return "command";
    if (filter.maxRepeats === null) return null;
    const text = normalise(message.text);
    if (codePointLength([...new Set(text.split(" "))].join(" ")) < filter.repeatChars) return null;
    const key = `${message.author}\n${text}`;
    const times = (said.get(key) ?? 0) + 1;
    said.set(key, times);
    return times > filter.maxRepeats ? "repeated text" : null;
  };
}
