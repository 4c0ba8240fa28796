import type { ChatMessage } from "#lib/records/index.ts";

/**
 * A message as one line of JSON, without newline: what JSON.stringify gives for a ChatMessage with its fields in the
 * schema's order, built by hand because an import writes millions of them.
 */
export function messageLine(message: ChatMessage): string {
  const { sentAt, amount, currency, emotes, origin } = message;
  let line = `{"id":${JSON.stringify(message.id)},"atMs":${message.atMs}`;
  if (sentAt !== undefined) line += `,"sentAt":${JSON.stringify(sentAt)}`;
  line += `,"author":${JSON.stringify(message.author)},"roles":${texts(message.roles)},"kind":"${message.kind}"`;
  if (amount !== undefined) line += `,"amount":${JSON.stringify(amount)}`;
  if (currency !== undefined) line += `,"currency":${JSON.stringify(currency)}`;
  line += `,"text":${JSON.stringify(message.text)}`;
  if (emotes !== undefined) line += `,"emotes":${texts(emotes)}`;
  return `${line},"origin":{"file":${JSON.stringify(origin.file)},"index":${origin.index}}}`;
}

function texts(list: readonly string[]): string {
  return list.length === 0 ? "[]" : JSON.stringify(list);
}
