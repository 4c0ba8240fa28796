import { z } from "zod";

export const MessageKind = z.enum(["text", "paid", "sticker", "membership", "gift", "system"]);
export type MessageKind = z.infer<typeof MessageKind>;

/**
 * One event of a stream's chat. `atMs` is the offset from the start of the stream, negative before it; `author` is a
 * pseudonym; `amount` counts units of `currency`, an ISO 4217
 * code, or `BITS` for the bits of Twitch, which have none.
 */
export const ChatMessage = z.object({
  id: z.string().min(1),
  atMs: z.number().int(),
  sentAt: z.string().optional(),
  author: z.string(),
  roles: z.array(z.string()),
  kind: MessageKind,
  amount: z.number().nonnegative().optional(),
  currency: z.string().optional(),
  text: z.string(),
  emotes: z.array(z.string()).optional(),
  origin: z.object({ file: z.string(), index: z.number().int().nonnegative() }),
});
export type ChatMessage = z.infer<typeof ChatMessage>;
