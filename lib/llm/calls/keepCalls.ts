import type { Clock } from "#lib/effects/index.ts";
import { makeSlots } from "../door/slots.ts";
import type { LanguageModel, ModelReply, ModelRequest } from "../languageModel.ts";
import { replyOf } from "./call.ts";
import type { CallFiles } from "./callFiles.ts";
import { callKey } from "./callKey.ts";
import { readCall } from "./readCall.ts";
import { writeCall } from "./writeCall.ts";

export interface KeepOptions {
  files: CallFiles;
  study: string;
  clock: Clock;
  /**
   * How many requests may be under way with answers that are not kept yet: what a killed process can lose. Above the door's
   * concurrency, so that the next are asked while these are written. Default 32.
   */
  atOnce?: number;
}

/**
 * A model whose every answer is kept before it is used, so that no paid answer is paid again: what is kept is not asked, and the same
 * request from several places at once is asked once.
 *
 * Between processes: of two that ask the same at the same moment one answer is kept, and both go on with that; what the other was
 * answered is lost. Give each video to one process, as workers with leases do, and nothing is asked twice.
 *
 * @example
 * const model = keepCalls(door, { files: corpus.store, study: "chat-only", clock: systemClock });
 */
export function keepCalls(model: LanguageModel, { files, study, clock, atOnce = 32 }: KeepOptions): LanguageModel {
  const underWay = new Map<string, Promise<ModelReply>>();
  const slots = makeSlots(atOnce);

  async function askOnce(key: string, request: ModelRequest, signal: AbortSignal | undefined): Promise<ModelReply> {
    const kept = await readCall(files, study, model.name, request);
    if (kept) return replyOf(kept);
    return slots.within(() => askAndKeep(key, request, signal), signal);
  }

  async function askAndKeep(key: string, request: ModelRequest, signal: AbortSignal | undefined): Promise<ModelReply> {
    const reply = await model.ask(request, signal);
    const { outcome, usage, modelVersion } = reply;
    if (outcome.status === "failed") return reply;
    const { videos, ...asked } = request;
    const call = { key, model: model.name, request: asked, videos: [...videos], outcome, usage, modelVersion };
    return replyOf(await writeCall(files, study, { ...call, askedAt: clock.now().toISOString() }));
  }

  return {
    name: model.name,
    ask: async (request, signal) => {
      const key = callKey(model.name, request);
      for (;;) {
        signal?.throwIfAborted();
        const other = underWay.get(key);
        if (!other) break;
        // Another caller's cancellation is not this one's: then this one asks.
        await other.catch(() => undefined);
      }
      const asking = askOnce(key, request, signal);
      underWay.set(key, asking);
      try {
        return await asking;
      } finally {
        underWay.delete(key);
      }
    },
  };
}
