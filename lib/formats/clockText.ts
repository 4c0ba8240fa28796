/**
 * A time as clock text, `01:02:03.500`, with the given decimal mark; negative times have a minus sign.
 *
 * @example
 * clockText(3_723_500, ","); // => "01:02:03,500"
 */
export function clockText(ms: number, mark: "." | "," = "."): string {
  const whole = Math.abs(Math.round(ms));
  const pad = (value: number, digits = 2) => String(value).padStart(digits, "0");
  const hours = pad(Math.floor(whole / 3_600_000));
  const rest = `${pad(Math.floor(whole / 60_000) % 60)}:${pad(Math.floor(whole / 1000) % 60)}${mark}${pad(whole % 1000, 3)}`;
  return `${ms < 0 ? "-" : ""}${hours}:${rest}`;
}
