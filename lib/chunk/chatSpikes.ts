import type { ChatMessage, Utterance } from "#lib/records/index.ts";

/** A moment when the chat was busy, and the words that it may have answered. */
export interface ChatSpike {
  atMs: number;
  messages: number;
  /** How many standard deviations above the mean of all stretches. */
  score: number;
  chat: string[];
  said: string[];
}

/**
 * The busiest moments of a chat, with what was said just before: messages are counted in stretches, the highest are taken,
 * and no two that touch. A spike says that many wrote, not why.
 *
 * @param options.binSeconds length of a stretch
 * @param options.lagMs how long chat comes after speech; what was said is looked for that much earlier
 * @param options.most spikes
 */
export function chatSpikes(
  messages: readonly ChatMessage[],
  utterances: readonly Utterance[],
  { binSeconds = 10, lagMs = 0, most = 5 }: { binSeconds?: number; lagMs?: number; most?: number } = {},
): ChatSpike[] {
  const binMs = binSeconds * 1000;
  const written = messages.filter(({ kind, atMs }) => kind === "text" && atMs >= 0);
  const last = written.reduce((most, { atMs }) => Math.max(most, Math.floor(atMs / binMs)), -1);
  if (last < 0) return [];
  const bins = Array.from({ length: last + 1 }, () => [] as ChatMessage[]);
  for (const message of written) bins[Math.floor(message.atMs / binMs)]!.push(message);
  const mean = written.length / bins.length;
  const spread = Math.sqrt(bins.reduce((sum, own) => sum + (own.length - mean) ** 2, 0) / bins.length);
  const chosen: number[] = [];
  const highest = bins.map((_, i) => i).sort((a, b) => bins[b]!.length - bins[a]!.length || a - b);
  for (const i of highest) {
    if (chosen.length === most) break;
    if (bins[i]!.length > mean && chosen.every((other) => Math.abs(other - i) > 1)) chosen.push(i);
  }
  return chosen.map((i) => {
    const [fromMs, toMs] = [i * binMs - lagMs, (i + 1) * binMs - lagMs];
    const said = utterances.filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs);
    return {
      atMs: i * binMs,
      messages: bins[i]!.length,
      score: spread === 0 ? 0 : Math.round((100 * (bins[i]!.length - mean)) / spread) / 100,
      chat: bins[i]!.map(({ text }) => text),
      said: said.map(({ text }) => text),
    };
  });
}
