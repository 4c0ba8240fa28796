import { createContext, Script } from "node:vm";
import { InputError } from "#lib/errors.ts";
import type { ByteStream, ReadReport } from "./contract.ts";
import { readLines } from "./readLines.ts";
import { skip } from "./skip.ts";

/** Longer lines are no chat, and what a pattern costs may grow steeply with a line. */
const longestLine = 64 * 1024;
const patienceMs = 2000;
const code = new Script("lines.map((line) => pattern.exec(line)?.groups ?? null)");

/**
 * The named groups of a pattern in each line of a text. A line that does not match is counted (`no-match`), as is one of
 * more than 64 Ki characters (`overlong-line`), which is not tried. A regular expression can take longer than anyone
 * waits, so it runs where it can be stopped.
 *
 * @throws InputError when the pattern is none, names no group, or takes more than two seconds for one piece of the file
 */
export async function* patternRows(
  bytes: ByteStream,
  source: string,
  report: ReadReport,
  file: string,
): AsyncIterable<(Record<string, unknown> | undefined)[]> {
  const context = createContext({ lines: [], pattern: compile(source, file) });
  let line = 0;
  for await (const lines of readLines(bytes)) {
    const first = line + 1;
    line += lines.length;
    const short = lines.map((text) => (text.length > longestLine ? "" : text));
    context.lines = short;
    let found: unknown;
    try {
      found = code.runInContext(context, { timeout: patienceMs });
    } catch (cause) {
      throw new InputError(
        `${file}: the pattern ${JSON.stringify(source)} needs more than ${patienceMs / 1000} s for lines ${first} to ${line}. ` +
          "Make it simpler: no repetition inside a repetition, and [^x]* instead of .* before an x.",
        { cause },
      );
    }
    if (!Array.isArray(found)) throw new TypeError("the matches are no list");
    yield found.map((groups, at) => {
      if (lines[at]!.length > longestLine) return skip(report, "overlong-line");
      return groups ?? (lines[at]!.trim() === "" ? undefined : skip(report, "no-match"));
    });
  }
}

function compile(source: string, file: string): RegExp {
  let pattern: RegExp;
  try {
    pattern = new RegExp(source);
  } catch (cause) {
    throw new InputError(
      `${file}: expected a regular expression, found ${JSON.stringify(source)}: ${String(cause)}. ` +
        "Write it as JavaScript does, with groups such as (?<time>...).",
      { cause },
    );
  }
  if (/\(\?<[A-Za-z]/.test(source)) return pattern;
  throw new InputError(
    `${file}: expected a pattern with named groups such as (?<time>...) and (?<text>...), found ${JSON.stringify(source)}.`,
  );
}
