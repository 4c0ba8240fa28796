import { InputError } from "#lib/errors.ts";
import { type ByteStream, count, type ReadReport } from "./contract.ts";
import { parseJson } from "./parseJson.ts";
import { readLines } from "./readLines.ts";

/** One page of a chat is smaller by far; a larger file has to be read as an array or by lines. */
const largestDocument = 64 * 1024 * 1024;

/**
 * The JSON values of a file in batches: one a line (JSON Lines), or one document over many lines. Lines that do not parse
 * are counted (`bad-json`).
 *
 * @throws InputError when the file is one document that is broken, cut off, or larger than 64 MiB
 */
export async function* readJsonDocuments(
  bytes: ByteStream,
  report: ReadReport,
  options: { file: string },
): AsyncIterable<unknown[]> {
  let byLine = false;
  /** The lines so far of what is a document over many lines, or records of which the first are broken. */
  const held: string[] = [];
  let heldLength = 0;
  for await (const lines of readLines(bytes)) {
    const values: unknown[] = [];
    for (const line of lines) {
      if (line.trim() === "") continue;
      const record = byLine || held.length === 0 || (isRecord(line) && /^\s*\{.*\}\s*$/s.test(held[0] ?? ""));
      const value = record ? parseJson(line, report) : undefined;
      if (value !== undefined) {
        byLine = true;
        if (held.length > 0) count(report.skipped, "bad-json", held.length);
        held.length = 0;
        values.push(value);
      } else if (byLine) count(report.skipped, "bad-json");
      else {
        held.push(line);
        heldLength += line.length;
        if (heldLength > largestDocument)
          throw new InputError(
            `${options.file}: expected one JSON object a line, or one document of at most 64 MiB, found a larger one. ` +
              "Write it with one record a line.",
          );
      }
    }
    if (values.length > 0) yield values;
  }
  if (held.length > 0) yield documentOf(held, report, options.file);
}

function documentOf(held: readonly string[], report: ReadReport, file: string): unknown[] {
  const document = parseJson(held.join("\n"), report);
  if (document !== undefined) return [document];
  const values = held.map((line) => (isRecord(line) ? parseJson(line, report) : undefined));
  const whole = values.filter((value) => value !== undefined);
  if (whole.length === 0)
    throw new InputError(
      `${file}: expected JSON, found a document that is broken or cut off; its last line, ${held.length}, is ` +
        `${JSON.stringify(held.at(-1)?.slice(-60))}. Fetch the file again.`,
    );
  count(report.skipped, "bad-json", held.length - whole.length);
  return whole;
}

/** True for a line that can be a record of its own rather than a part of a document over many lines. */
function isRecord(line: string): boolean {
  return line.startsWith("{") && line.endsWith("}") && line.length > 2;
}
