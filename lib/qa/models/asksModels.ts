import type { Study } from "#lib/records/index.ts";
import { modelOfReader } from "./modelReader.ts";

/** The name of the writer that is a model. */
export const modelWriterName = "model";

/** Whether a study asks language models, which may cost money: its writer, its verifier, or one of its readers. */
export function asksModels(study: Pick<Study, "readers" | "writer" | "verifier">): boolean {
  return writesByModels(study) || study.readers.some((name) => modelOfReader(name) !== null);
}

/** Whether models have a part in a study's questions. */
export function writesByModels({ writer, verifier }: Pick<Study, "writer" | "verifier">): boolean {
  return writer.name === modelWriterName || verifier !== undefined;
}
