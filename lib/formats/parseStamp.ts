const stamp =
  /^(?:(\d{4})([-/])(\d{1,2})\2(\d{1,2})|(\d{4}|\d{2})\. ?(\d{1,2})\. ?(\d{1,2})\.?)[T_ ] ?(오전|오후|午前|午後|AM|PM)? ?(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(AM|PM)? ?(UTC|GMT|Z|[+-]\d\d:?\d\d)?$/i;

/**
 * The time of a log stamp as ISO 8601: with an offset where the stamp has one, else the local time without. Only dates
 * that start with the year are read, since 01/02 is January to some and February to others; two digits of a year only in
 * the Korean form. The half of the day may be Korean, Japanese or English.
 *
 * @example
 * parseStamp("21. 11. 17. 오후 12:50:57"); // => "2021-11-17T12:50:57"
 * parseStamp("2024-05-01 10:00:00 UTC"); // => "2024-05-01T10:00:00Z"
 */
export function parseStamp(text: string): string | undefined {
  const match = stamp.exec(text.trim());
  if (!match) return undefined;
  const [, isoYear, , isoMonth, isoDay, dotYear, dotMonth, dotDay, before, hourText, minute, second = "00"] = match;
  const [, fraction, after, zone] = match.slice(11);
  const year = (isoYear ?? dotYear ?? "").padStart(4, "20");
  const month = (isoMonth ?? dotMonth ?? "").padStart(2, "0");
  const day = (isoDay ?? dotDay ?? "").padStart(2, "0");
  const hour = hourOfDay(Number(hourText), before ?? after);
  if (hour === undefined) return undefined;
  const local = `${year}-${month}-${day}T${String(hour).padStart(2, "0")}:${minute}:${second}`;
  const ms = Date.parse(`${local}Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== local) return undefined;
  return local + (fraction === undefined ? "" : `.${fraction}`) + offsetOf(zone);
}

function hourOfDay(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour > 12) return undefined;
  return (hour % 12) + (/^(오후|午後|pm)$/i.test(half) ? 12 : 0);
}

function offsetOf(zone: string | undefined): string {
  if (zone === undefined) return "";
  if (!/^[+-]/.test(zone)) return "Z";
  return zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}
