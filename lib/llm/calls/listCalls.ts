import { callFolder } from "#lib/records/index.ts";
import { ahead } from "./ahead.ts";
import { type Call, parseCall } from "./call.ts";
import type { CallFiles } from "./callFiles.ts";

/** All kept calls of a study, in the order of their paths, which is the same everywhere. */
export async function* listCalls(files: CallFiles, study: string): AsyncGenerator<Call> {
  const read = async (path: string) => {
    const bytes = path.endsWith(".json") ? await files.get(path) : null;
    return bytes && parseCall(bytes, `${path} in ${files.location}`);
  };
  // One that is no call any more was purged since it was listed.
  for await (const call of ahead(files.list(callFolder(study)), read)) if (call) yield call;
}
