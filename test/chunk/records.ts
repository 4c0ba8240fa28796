import type { ChatMessage, MessageKind, Utterance } from "#lib/records/index.ts";

/** A chat message at a time, with the rest made up. */
export function chatAt(atMs: number, text: string, more: Partial<ChatMessage> = {}, index = 0): ChatMessage {
  const kind: MessageKind = "text";
  return { id: `m${index}`, atMs, author: "viewer_a", roles: [], kind, text, origin: { file: "chat", index }, ...more };
}

/** Chat messages in file order. */
export function chatOf(...items: [number, string, Partial<ChatMessage>?][]): ChatMessage[] {
  return items.map(([atMs, text, more], index) => chatAt(atMs, text, more, index));
}

/** Utterances in file order, a second long each. */
export function speechOf(...items: [number, string, Partial<Utterance>?][]): Utterance[] {
  return items.map(([startMs, text, more], i) => ({ id: `u${i}`, startMs, endMs: startMs + 1000, text, ...more }));
}
