import { InputError } from "#lib/errors.ts";
import { type ByteStream, count, type ReadReport } from "./contract.ts";
import { jsonElements } from "./jsonElements.ts";
import { type JsonEnd, type JsonPlace, jsonMembers } from "./jsonMembers.ts";
import { JsonWindow } from "./jsonWindow.ts";

/**
 * The elements of a JSON array, parsed, in batches, with never more than a few of them in memory: of the array that is
 * the whole file (or of several, one after the other), or of the array under `where.key` of the object that is the whole
 * file. The object's other fields go to `where.onField`, but for those over 1 MiB, which are passed over.
 *
 * A bad element is counted (`bad-json`) and left out; NaN and Infinity become null (`nan-literal`); a file that is cut
 * off gives its whole elements (`truncated-json`); what follows the end is counted (`trailing-data`).
 *
 * @throws InputError when the file is no JSON, has no such array, or is cut off and `options.strict` is set
 */
export async function* readJsonArray(
  bytes: ByteStream,
  where: { key?: string; onField?: (key: string, value: unknown) => void },
  report: ReadReport,
  options: { file: string; strict: boolean },
): AsyncIterable<unknown[]> {
  const window = new JsonWindow(bytes);
  const place: JsonPlace = { ...where, found: false };
  try {
    const end = yield* walk(window, place, report, options);
    if (!place.found) throw new InputError(`${options.file}: ${notFound(window, place, end)}`);
    if (end === "cut" && options.strict)
      throw new InputError(
        `${options.file}: expected the JSON to be closed, found its end at byte ${window.offset}: the file is cut off. ` +
          "Fetch it again, or leave out --strict to read the part that is there.",
      );
    if (end === "cut") count(report.skipped, "truncated-json");
    else if (end === "broken") count(report.skipped, "bad-json");
    else if ((await window.peek()) !== undefined) count(report.skipped, "trailing-data");
  } finally {
    await window.close();
  }
}

async function* walk(
  window: JsonWindow,
  place: JsonPlace,
  report: ReadReport,
  options: { file: string },
): AsyncGenerator<unknown[], JsonEnd> {
  if (place.key !== undefined && (await window.peek()) === "{") {
    window.at++;
    return yield* jsonMembers(window, place, report, options);
  }
  while ((await window.peek()) === "[") {
    place.found = true;
    window.at++;
    if (!(yield* jsonElements(window, report, options))) return "cut";
  }
  return place.found ? "whole" : "broken";
}

function notFound(window: JsonWindow, { key }: JsonPlace, end: JsonEnd): string {
  const expected = key === undefined ? "a JSON array" : `a JSON object with an array "${key}"`;
  const start = JSON.stringify(window.bytes.toString("utf8", window.at, window.at + 80));
  const found = {
    whole: "an object without it",
    cut: `the end of the file, at byte ${window.offset}`,
    broken: start === '""' ? "nothing" : `${start} at byte ${window.offset}`,
  };
  return `expected ${expected}, found ${found[end]}. Check that it is the right file, and name its format with --format.`;
}
