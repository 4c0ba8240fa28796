const space = "[\\t\\n\\v\\f\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*";
const integer = new RegExp(`^${space}([+-]?)(\\p{Nd}+(?:_\\p{Nd}+)*)${space}$`, "u");

/**
 * What Python's `int(value)` makes of a JSON value, null where it raises: true is 1, 2.9 is 2, -0.4 is 0; a text may have
 * spaces around it, a sign, single underscores between digits, and digits of any script ("２"), but no point ("2.0").
 *
 * @returns the integer, rounded to a double beyond 2^53; null also beyond the range of a double
 * @example
 * pythonInt(" 1_0 "); // 10
 */
export function pythonInt(value: unknown): number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return Number.isFinite(value) ? Math.trunc(value) + 0 : null;
  if (typeof value !== "string") return null;
  const match = integer.exec(value);
  if (!match) return null;
  const digits = Number(Array.from(match[2]!.replaceAll("_", ""), digitValue).join(""));
  if (!Number.isFinite(digits)) return null;
  return match[1] === "-" ? 0 - digits : digits;
}

/** The value of a decimal digit of any script; Unicode keeps each script's ten in one run that starts at zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0)!;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
  return before % 10;
}
