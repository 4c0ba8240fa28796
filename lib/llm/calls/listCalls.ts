import { callFolder } from "#lib/records/index.ts";
import { type Call, parseCall } from "./call.ts";
import type { CallFiles } from "./callFiles.ts";

/** All kept calls of a study, in the order of their paths, which is the same everywhere. */
export async function* listCalls(files: CallFiles, study: string): AsyncGenerator<Call> {
  for await (const path of files.list(callFolder(study))) {
    if (!path.endsWith(".json")) continue;
    const bytes = await files.get(path);
    // Purged since it was listed.
    if (bytes) yield parseCall(bytes, `${path} in ${files.location}`);
  }
}
