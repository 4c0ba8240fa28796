/** What Python's str.strip() takes for white space; String.trim() differs in U+FEFF, U+0085 and U+001C to U+001F. */
const blank = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;

/** What the CSV reader of pandas takes for a missing value ("None" since pandas 2). */
const missing = new Set(
  " #N/A #NA -1.#IND -1.#QNAN -NaN -nan 1.#IND 1.#QNAN <NA> N/A NA NULL NaN None n/a nan null"
    .split(" ")
    .concat("#N/A N/A"),
);

/** The original's text of a line: each LF becomes one blank, then white space goes from both ends, as Python strips it. */
export function legacyText(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && blank.test(text[from]!)) from++;
  while (from < to && blank.test(text[to - 1]!)) to--;
  return text.slice(from, to).replace(/\n/g, " ");
}

/** True when the original's CSV reader lost this text: empty, or one of the words that pandas takes for a missing value. */
export function missingInPandas(text: string): boolean {
  return missing.has(text);
}

const clock = /^\s*(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?\s*$/;

/**
 * The second that the original made of a time in a speech CSV. Its Twitch notebook read clock text only, its Pococha
 * notebook numbers only; each took the other's convention, and anything else, for 0.
 *
 * @example
 * legacySecond("00:10:05", "clock"); // => 605
 * legacySecond("00:10:05", "number"); // => 0
 */
export function legacySecond(time: string, convention: "clock" | "number"): number {
  if (convention === "clock") {
    const [, hours, minutes, seconds] = clock.exec(time) ?? [];
    return seconds === undefined ? 0 : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  }
  const seconds = time.trim() === "" ? Number.NaN : Number(time);
  return Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0;
}
