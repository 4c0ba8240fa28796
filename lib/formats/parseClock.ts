/**
 * The milliseconds of a clock text: `h:mm:ss`, `m:ss`, with a sign, a fraction after `.` or `,`, and thousands separators
 * in the hours; undefined for anything else.
 *
 * @example
 * parseClock("1:02:03.5"); // => 3723500
 * parseClock("-0:12"); // => -12000
 */
export function parseClock(text: string): number | undefined {
  const match = /^([-+\u2212])?(?:(\d{1,3}(?:,\d{3}){1,2}|\d{1,6}):)?(\d{1,4}):([0-5]\d)(?:[.,](\d{1,9}))?$/.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const [, sign, hours, minutes = "0", seconds = "0", fraction = ""] = match;
  if (hours !== undefined && (minutes.length > 2 || Number(minutes) > 59)) return undefined;
  const whole = (Number(hours?.replaceAll(",", "") ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds);
  const ms = whole * 1000 + Math.round(Number(`0.${fraction}0`) * 1000);
  return ms > 0 && (sign === "-" || sign === "\u2212") ? -ms : ms;
}
