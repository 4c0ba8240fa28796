import { InputError } from "#lib/errors.ts";
import type { LanguageModel } from "../languageModel.ts";
import { replyOf } from "./call.ts";
import type { CallFiles } from "./callFiles.ts";
import { callKey } from "./callKey.ts";
import { readCall } from "./readCall.ts";

/**
 * A model that holds kept calls and nothing else: no provider is built, no key is read, nothing goes over a network.
 *
 * @param name provider and model as the calls name them, e.g. `genai:gemini-2.5-pro`
 * @throws each ask InputError for a request that is not kept, which it names
 */
export function replayCalls(name: string, { files, study }: { files: CallFiles; study: string }): LanguageModel {
  return {
    name,
    ask: async (request) => {
      const kept = await readCall(files, study, name, request);
      if (kept) return replyOf(kept);
      const videos = request.videos.map(({ platform, id }) => `${platform} ${id}`).join(", ") || "no video";
      throw new InputError(
        `Replay: no call is kept for a request to ${name}: draw ${request.draw}, about ${videos}, key ${callKey(name, request)}, ` +
          `ending in ${JSON.stringify(request.ask.slice(-120))}. In ${files.location}, study ${study}. The prompts, the chunks or the ` +
          "settings differ from those of the kept calls, or the calls are not complete; without replay it would be asked.",
      );
    },
  };
}
