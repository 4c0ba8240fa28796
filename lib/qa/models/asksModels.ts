import type { Study } from "#lib/records/index.ts";
import { modelOfReader } from "./modelReader.ts";

/** Whether a study asks language models, which may cost money: its writer, its verifier, or one of its readers. */
export function asksModels({ readers, writer, verifier }: Pick<Study, "readers" | "writer" | "verifier">): boolean {
  return (
    writer.name === modelWriterName || verifier !== undefined || readers.some((name) => modelOfReader(name) !== null)
  );
}

/** The name of the writer that is a model. */
export const modelWriterName = "model";
