import type { ChatMessage } from "#lib/records/index.ts";

/** What stands where a person was mentioned. */
export const removedName = "removed";

/**
 * A message without a person: null where they wrote it, mentions of them blotted out, and the message itself where it has
 * nothing to do with them.
 */
export function removePerson(message: ChatMessage, pseudonyms: ReadonlySet<string>): ChatMessage | null {
  if (pseudonyms.has(message.author)) return null;
  const text = blotOut(message.text, pseudonyms);
  return text === message.text ? message : { ...message, text };
}

/** A text without some pseudonyms. A pseudonym is 16 random letters, so it is never a part of another word. */
export function blotOut(text: string, pseudonyms: ReadonlySet<string>): string {
  if (!text.includes("a_")) return text;
  let out = text;
  for (const pseudonym of pseudonyms) out = out.replaceAll(pseudonym, removedName);
  return out;
}
