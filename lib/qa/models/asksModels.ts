import type { Study } from "#lib/records/index.ts";
import { modelOfReader } from "./modelReader.ts";

/** Whether a study asks language models, which may cost money. */
export function asksModels({ readers }: Pick<Study, "readers">): boolean {
  return readers.some((name) => modelOfReader(name) !== null);
}
