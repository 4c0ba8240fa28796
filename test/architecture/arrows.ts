const leaves = ["errors", "effects", "text", "stats", "records"];
const line = [...leaves, "corpus", "formats", "media", "llm"];

/**
 * The arrows of the house: a room of lib on the left imports those on the right and nothing else of ours. A new room gets
 * its row here before its first file. `any` is for what stands at the end of the line; nothing imports `unimported`.
 */
export const arrows: Readonly<Record<string, readonly string[] | "any">> = {
  // leaves
  errors: [],
  // the class of an error decides whether it is tried again
  effects: ["errors"],
  text: [],
  stats: [],
  records: [],
  // what the line stands on
  formats: ["records", "text", "errors", "effects"],
  store: ["errors", "effects"],
  corpus: [...leaves, "formats", "store"],
  work: [...leaves, "corpus", "store"],
  media: ["errors", "effects"],
  llm: leaves,
  // kept calls as files that can be handed on
  replay: [...leaves, "llm"],
  // the line: no room imports another of these
  collect: line,
  transcribe: line,
  chunk: line,
  qa: line,
  report: line,
  simulate: line,
  // the ends
  line: "any",
  cli: "any",
  experiments: "any",
  notebooks: "any",
};

/** Imported by nothing of ours, not even by one another; `cli` finds the experiments by their names at run time. */
export const unimported: readonly string[] = ["cli", "experiments", "notebooks"];
