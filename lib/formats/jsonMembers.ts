import { count, type ReadReport } from "./contract.ts";
import { jsonElements } from "./jsonElements.ts";
import { JsonScanner } from "./jsonScanner.ts";
import type { JsonWindow } from "./jsonWindow.ts";
import { parseJson } from "./parseJson.ts";

/** The array that is looked for in an object, and what is told of the object's other fields. */
export interface JsonPlace {
  key?: string;
  onField?: (key: string, value: unknown) => void;
  /** Set once the array is found. */
  found: boolean;
}

/** How a value ended: as it should, with its file, or where it is no JSON any more. */
export type JsonEnd = "whole" | "cut" | "broken";

const largestField = 1024 * 1024;

/** Walks through an object of which `window` stands after the opening brace, and yields the elements of the array in it. */
export async function* jsonMembers(
  window: JsonWindow,
  place: JsonPlace,
  report: ReadReport,
  options: { file: string },
): AsyncGenerator<unknown[], JsonEnd> {
  for (;;) {
    const next = await window.peek();
    if (next === undefined) return "cut";
    if (next === "," || next === "}") window.at++;
    if (next === "}") return "whole";
    if (next === ",") continue;
    if (next !== '"') return "broken";
    const key = await takeValue(window, largestField, report);
    if (key === "cut") return "cut";
    const colon = await window.peek();
    if (colon === undefined) return "cut";
    if (typeof key?.value !== "string" || colon !== ":") return "broken";
    window.at++;
    if (key.value === place.key && (await window.peek()) === "[") {
      place.found = true;
      window.at++;
      if (!(yield* jsonElements(window, report, options))) return "cut";
    } else {
      const field = await takeValue(window, place.onField ? largestField : 0, report);
      if (field === "cut") return "cut";
      if (field) place.onField?.(key.value, field.value);
    }
  }
}

/** Reads one value; undefined when it is longer than `largest` bytes or bad, "cut" when the stream ends within it. */
async function takeValue(
  window: JsonWindow,
  largest: number,
  report: ReadReport,
): Promise<{ value: unknown } | undefined | "cut"> {
  await window.peek();
  const scanner = new JsonScanner();
  const kept: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const end = scanner.scan(window.bytes, window.at);
    const stop = end === -1 ? window.bytes.length : end;
    length += stop - window.at;
    if (length <= largest) kept.push(window.bytes.subarray(window.at, stop));
    window.at = stop;
    if (end !== -1) break;
    if (!(await window.fetch())) return "cut";
  }
  if (length > largest) return undefined;
  const value = parseJson(Buffer.concat(kept).toString("utf8"), report);
  if (value !== undefined) return { value };
  count(report.skipped, "bad-json");
  return undefined;
}
