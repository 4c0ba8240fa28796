import { z } from "zod";
import { Platform } from "#lib/records/index.ts";

const share = z.number().min(0).max(1);
const number = z.number().int().nonnegative();

/**
 * What is planted in a simulated stream. `leak` is the share of the spoken facts that the chat gives away, each on its own;
 * `lagSeconds` is the mean time from the words that carry a fact to the message that repeats them, `lagJitterSeconds` its
 * standard deviation. `chatPerMinute` counts all that viewers write as text; bots, commands and messages before the start
 * come on top and are counted for the whole stream, like the kinds of `events`.
 */
export const StreamSpec = z.strictObject({
  platform: Platform,
  id: z.string().min(1),
  language: z.enum(["ja", "ko", "en"]),
  title: z.string().default("Simulated stream"),
  streamer: z.string().default("streamer"),
  channelId: z.string().default("simulated-channel"),
  startedAt: z.iso.datetime({ offset: true }).default("2025-01-01T12:00:00Z"),
  /** A theme of the texts, whose topics are taken in order; without one the topics are drawn from all themes. */
  theme: z.string().optional(),
  segments: z.number().int().positive().default(6),
  segmentSeconds: z.number().positive().default(600),
  factsPerSegment: z.number().int().positive().default(10),
  leak: share,
  lagSeconds: z.number().nonnegative(),
  lagJitterSeconds: z.number().nonnegative().default(0),
  chatPerMinute: z.number().nonnegative(),
  utterancesPerMinute: z.number().positive().default(7),
  /** Share of the talk between facts that reads a chat line out, 5 to 12 s after it: speech that follows the chat. */
  readAloud: share.default(0.05),
  viewers: z.number().int().positive().default(100),
  /** Substituted, deleted and inserted words by spoken words, as a recogniser would have them. */
  wordErrorRate: share.default(0),
  commands: number.default(0),
  bots: number.default(0),
  preStream: number.default(0),
  events: z
    .strictObject({
      paid: number.default(0),
      sticker: number.default(0),
      membership: number.default(0),
      gift: number.default(0),
      system: number.default(0),
    })
    .prefault({}),
});
export type StreamSpec = z.infer<typeof StreamSpec>;
/** A spec as a person writes it, with what has a default left out. */
export type StreamSpecInput = z.input<typeof StreamSpec>;
