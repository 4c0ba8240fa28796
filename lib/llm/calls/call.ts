import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { VideoKey } from "#lib/records/index.ts";
import type { ModelReply, ModelRequest } from "../languageModel.ts";
import { callKey } from "./callKey.ts";

const count = z.number().int().nonnegative();

const Outcome = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("ok"), text: z.string() }),
  z.strictObject({ status: z.literal("blocked"), reason: z.string() }),
  z.strictObject({ status: z.literal("truncated"), text: z.string() }),
  z.strictObject({ status: z.literal("empty") }),
]);

/**
 * A model call as it is kept: all that was asked, all that was answered, what it cost and when. `failed` is missing: a request that
 * was refused has no answer, and is asked again by the next run.
 */
export const Call = z.strictObject({
  key: z.string().regex(/^[0-9a-f]{64}$/),
  /** Provider and model, as in LanguageModel.name. */
  model: z.string().min(1),
  request: z.strictObject({
    prefix: z.string(),
    ask: z.string(),
    schema: z.record(z.string(), z.unknown()).optional(),
    temperature: z.number(),
    maxOutputTokens: count,
    draw: count,
  }),
  videos: z.array(VideoKey),
  outcome: Outcome,
  usage: z.strictObject({
    inputTokens: count,
    cachedTokens: count,
    outputTokens: count,
    costUsd: z.number().optional(),
  }),
  modelVersion: z.string(),
  askedAt: z.iso.datetime(),
});
export type Call = z.infer<typeof Call>;

/**
 * Reads a kept call and checks that its key is the hash of what it says was asked.
 *
 * @param place where it lies, for messages
 * @throws InputError for what is no call, or not the one that its key names
 */
export function parseCall(bytes: Uint8Array, place: string): Call {
  let call: Call;
  try {
    call = Call.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    throw new InputError(`${place}: expected a kept model call, found something else. Delete the file to ask again.`, {
      cause,
    });
  }
  const key = callKey(call.model, requestOf(call));
  if (key === call.key) return call;
  throw new InputError(
    `${place}: expected the call with the key ${call.key}, found one whose request has the key ${key}. It was changed: take the ` +
      "original, or delete the file to ask again.",
  );
}

/** The request of a kept call, as it can be asked again. */
export function requestOf({ request, videos }: Call): ModelRequest {
  const { schema, ...rest } = request;
  return { ...rest, ...(schema ? { schema } : {}), videos };
}

/** The reply of a kept call. */
export function replyOf({ outcome, usage, modelVersion }: Call): ModelReply {
  const { costUsd, ...tokens } = usage;
  return { outcome, usage: costUsd === undefined ? tokens : { ...tokens, costUsd }, modelVersion };
}
