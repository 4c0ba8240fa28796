import { pythonJson } from "./pythonJson.ts";
import type { Protocol } from "./stages.ts";

const fence = /```(?:json)?\s*(\{[\s\S]*?\})\s*```/;

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
  for (const candidate of [text, fence.exec(text)?.[1], inside]) {
    if (candidate === undefined) continue;
    const parsed = pythonJson(candidate);
    if (parsed) return protocol === "C" && isFalsy(parsed.value) ? { raw_text: text } : parsed.value;
  }
  return { raw_text: text };
}

/** Python's truth of a JSON value, turned round. */
function isFalsy(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return !value;
  return Object.keys(value).length === 0;
}
