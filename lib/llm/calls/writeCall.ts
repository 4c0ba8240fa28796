import { callPath } from "#lib/records/index.ts";
import { type Call, parseCall } from "./call.ts";
import type { CallFiles } from "./callFiles.ts";

/**
 * Keeps a call. Where another process has kept the same call meanwhile, that one stays.
 *
 * @returns the call that is kept now
 */
export async function writeCall(files: CallFiles, study: string, call: Call): Promise<Call> {
  const path = callPath(study, call.videos, call.key);
  if (await files.create(path, Buffer.from(`${JSON.stringify(call)}\n`))) return call;
  const bytes = await files.get(path);
  // Gone again: it was purged, and so shall this one be.
  return bytes ? parseCall(bytes, `${path} in ${files.location}`) : call;
}
