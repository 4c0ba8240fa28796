import { InputError } from "#lib/errors.ts";
import { type ByteStream, count, type ReadReport } from "./contract.ts";
import { jsonElements } from "./jsonElements.ts";
import { isBlank, JsonScanner } from "./jsonScanner.ts";
import { JsonWindow } from "./jsonWindow.ts";
import { parseJson } from "./parseJson.ts";

const largestField = 1024 * 1024;

/**
 * The elements of a JSON array, parsed, in batches, with never more than a few of them in memory: of the array that is
 * the whole file (or of several, one after the other), or of the array under `where.key` of the object that is the whole file. The object's other fields go
 * to `where.onField`, but for those over 1 MiB, which are passed over.
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
  const { file } = options;
  const expected = where.key === undefined ? "a JSON array" : `a JSON object with an array "${where.key}"`;
  let found = false;
  try {
    const opening = await peek(window);
    if (opening === "[") {
      found = true;
      while ((await peek(window)) === "[") {
        window.at++;
        if (!(yield* jsonElements(window, report, options))) return cutOff();
      }
    } else if (opening === "{" && where.key !== undefined) {
      window.at++;
      for (;;) {
        const next = await peek(window);
        if (next === undefined) return cutOff();
        if (next === "," || next === "}") {
          window.at++;
          if (next === "}") break;
          continue;
        }
        const key = next === '"' ? await takeValue(window, largestField, report) : undefined;
        if (key === "cut") return cutOff();
        if (typeof key?.value !== "string" || (await peek(window)) !== ":") {
          if (window.ended && window.waiting === 0) return cutOff();
          return broken();
        }
        window.at++;
        if (key.value === where.key && (await peek(window)) === "[") {
          found = true;
          window.at++;
          if (!(yield* jsonElements(window, report, options))) return cutOff();
          continue;
        }
        const field = await takeValue(window, where.onField ? largestField : 0, report);
        if (field === "cut") return cutOff();
        if (field) where.onField?.(key.value, field.value);
      }
      if (!found) throw new InputError(`${file}: expected ${expected}, found an object without it. ${advice}`);
    } else {
      const start = window.bytes.toString("utf8", window.at, window.at + 80);
      const what = start === "" ? "an empty file" : `a file that starts with ${JSON.stringify(start)}`;
      throw new InputError(`${file}: expected ${expected}, found ${what}. ${advice}`);
    }
    if ((await peek(window)) !== undefined) count(report.skipped, "trailing-data");
  } finally {
    await window.close();
  }

  function cutOff(): void {
    if (!found)
      throw new InputError(
        `${file}: expected ${expected}, found a file that ends at byte ${window.offset} before it. ${advice}`,
      );
    if (options.strict)
      throw new InputError(
        `${file}: expected the JSON to be closed, found its end at byte ${window.offset}: the file is cut off. ` +
          "Fetch it again, or leave out --strict to read the part that is there.",
      );
    count(report.skipped, "truncated-json");
  }

  function broken(): void {
    if (!found)
      throw new InputError(
        `${file}: expected ${expected}, found broken JSON at byte ${window.offset}, before any record. ${advice}`,
      );
    count(report.skipped, "bad-json");
  }
}

const advice = "Check that it is the right file, and name its format with --format.";

/** The next character that is not blank, which stays unread; undefined at the end. */
async function peek(window: JsonWindow): Promise<string | undefined> {
  for (;;) {
    while (window.waiting > 0 && isBlank(window.bytes[window.at]!)) window.at++;
    if (window.waiting > 0) return String.fromCharCode(window.bytes[window.at]!);
    if (!(await window.fetch())) return undefined;
  }
}

/** Reads one value; undefined when it is longer than `largest` bytes or bad, "cut" when the stream ends within it. */
async function takeValue(
  window: JsonWindow,
  largest: number,
  report: ReadReport,
): Promise<{ value: unknown } | undefined | "cut"> {
  await peek(window);
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
