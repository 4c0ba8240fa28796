import type { Reader } from "../read/reader.ts";
import type { GateInput } from "./gate.ts";

/** The examples in the prompts of some readers, and whose they are. */
export function examplesOf(readers: readonly Pick<Reader, "name" | "examples">[]): GateInput["examples"] {
  return readers.flatMap(({ name, examples = [] }) => examples.map((text) => ({ of: name, text })));
}
