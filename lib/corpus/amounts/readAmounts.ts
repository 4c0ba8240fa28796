import type { Rates } from "#lib/formats/index.ts";
import type { ChatMessage, VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { listSteps } from "../listSteps.ts";
import { listVideos, readVideo } from "../listVideos.ts";
import { readMessageBatches } from "../readMessages.ts";

/** Why an amount has no value in the other currency. */
export type NotConverted = "noAmount" | "noCurrency" | "noDate" | "noRate";

/** What somebody paid, as it was shown, and what that was worth. */
export interface ConvertedAmount {
  readonly video: VideoKey;
  /** The id of the message. */
  readonly message: string;
  readonly atMs: number;
  readonly kind: ChatMessage["kind"];
  readonly amount: number | null;
  readonly currency: string | null;
  /** The day of the event in UTC, YYYY-MM-DD. */
  readonly date: string | null;
  readonly value: number | null;
  /** The day of the rate, which may be some days before. */
  readonly rateDate: string | null;
  readonly notConverted: NotConverted | null;
}

/**
 * What was paid in the chats of a corpus, each amount also in one currency by the rate of its day. The records stay as they are.
 * The day is that of the message, or else the stream's start and the message's time in it. What cannot be converted comes too,
 * with the reason, and without a value.
 *
 * @param rates into the one currency, as parseRates gives them
 */
export async function* readAmounts(corpus: Corpus, rates: Rates): AsyncGenerator<ConvertedAmount> {
  for (const video of await listVideos(corpus)) {
    if (!(await listSteps(corpus, video)).some(({ record }) => record.step === "chat")) continue;
    const { startedAt } = await readVideo(corpus, video);
    const startMs = startedAt === undefined ? null : Date.parse(startedAt);
    for await (const batch of readMessageBatches(corpus, video))
      for (const message of batch) {
        const isPaid = message.kind === "paid" || message.kind === "sticker";
        if (message.amount !== undefined || isPaid) yield { video, ...convert(message, startMs, rates) };
      }
  }
}

function convert(message: ChatMessage, startMs: number | null, rates: Rates): Omit<ConvertedAmount, "video"> {
  const { id, atMs, kind, amount = null, currency = null } = message;
  const date = dayOf(message, startMs);
  const facts = { message: id, atMs, kind, amount, currency, date };
  const without = (notConverted: NotConverted) => ({ ...facts, value: null, rateDate: null, notConverted });
  if (amount === null) return without("noAmount");
  if (currency === null || !rates.has(currency)) return without("noCurrency");
  if (date === null) return without("noDate");
  const found = rates.on(date, currency);
  if (!found) return without("noRate");
  return { ...facts, value: amount * found.rate, rateDate: found.date, notConverted: null };
}

function dayOf({ sentAt, atMs }: ChatMessage, startMs: number | null): string | null {
  const sentMs = sentAt === undefined ? Number.NaN : Date.parse(sentAt);
  const ms = Number.isNaN(sentMs) ? (startMs === null ? null : startMs + atMs) : sentMs;
  return ms === null ? null : new Date(ms).toISOString().slice(0, 10);
}
