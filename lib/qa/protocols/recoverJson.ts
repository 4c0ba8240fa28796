import { pythonJson } from "./pythonJson.ts";
import type { Protocol } from "./stages.ts";

const fenceBegin = /```(?:json)?\s*(?=\{)/;
const fenceEnd = /\}\s*```/g;

/**
 * The JSON value in a model's reply, by the historical ladder: the whole text; an object in a code fence; from the first
 * `{` to the last `}`; else `{ raw_text: text }`. Under C an empty value (0, "", [], {}, null, false) is lost as well.
 *
 * @param text the reply; an API failure or a blocked reply is the empty text
 * @example
 * recoverJson('Sure: {"answers": {"q1_index": 2}}'); // { answers: { q1_index: 2 } }
 */
export function recoverJson(text: string, protocol: Protocol = "A"): unknown {
  const first = text.indexOf("{");
  const last = text.lastIndexOf("}");
  const inside = first !== -1 && last > first ? text.slice(first, last + 1) : undefined;
  for (const candidate of [text, inFence(text), inside]) {
    if (candidate === undefined) continue;
    const parsed = pythonJson(candidate);
    if (parsed) return protocol === "C" && isFalsy(parsed.value) ? { raw_text: text } : parsed.value;
  }
  return { raw_text: text };
}

/**
 * The object in the first code fence: what the historical pattern ```` ```(?:json)?\s*(\{[\s\S]*?\})\s*``` ```` finds, in one pass.
 * The pattern itself looks through the rest of the text for each fence that is not closed, which in a long reply takes hours.
 */
function inFence(text: string): string | undefined {
  const begin = fenceBegin.exec(text);
  if (!begin) return undefined;
  const start = begin.index + begin[0].length;
  fenceEnd.lastIndex = start + 1;
  // Where the first fence has no end behind it, no later one has.
  const end = fenceEnd.exec(text);
  return end ? text.slice(start, end.index + 1) : undefined;
}

/** Python's truth of a JSON value, turned round. */
function isFalsy(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return !value;
  return Object.keys(value).length === 0;
}
