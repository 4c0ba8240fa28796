import { callPath } from "#lib/records/index.ts";
import type { ModelRequest } from "../languageModel.ts";
import { type Call, parseCall } from "./call.ts";
import type { CallFiles } from "./callFiles.ts";
import { callKey } from "./callKey.ts";

/**
 * The kept call of a request to a model, or null where there is none.
 *
 * @throws InputError for a call that was damaged or changed
 */
export async function readCall(
  files: CallFiles,
  study: string,
  model: string,
  request: ModelRequest,
): Promise<Call | null> {
  const path = callPath(study, request.videos, callKey(model, request));
  const bytes = await files.get(path);
  return bytes && parseCall(bytes, `${path} in ${files.location}`);
}
