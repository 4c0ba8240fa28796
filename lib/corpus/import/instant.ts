import { InputError } from "#lib/errors.ts";

const localTime = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;
const timeOfDay = /^\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?$/;
const withOffset = /^(.+?) ?(?:Z|([+-])([01]\d|2[0-3]):?([0-5]\d))$/i;
const bucketMs = 15 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

/** Reads wall-clock times; see makeInstants. */
export interface Instants {
  /**
   * Milliseconds since 1970 in UTC of a time, and the time with its offset written out. A time of day without a date is
   * of the day that brings it nearest to the instant `nearMs`.
   */
  of(time: string, nearMs?: number): { ms: number; iso: string };
}

/**
 * Reads ISO 8601 times: those with an offset as they are, local ones in the given zone. A local time that a zone has
 * twice (clocks put back) is the first; one that it never has is read as if the clocks had not yet been put forward.
 *
 * @param zone IANA name, e.g. `Asia/Seoul`
 * @throws InputError for an unknown zone, a time that is none, and a local time without a zone
 */
export function makeInstants(zone?: string): Instants {
  const offsetAt = zone === undefined ? null : offsetsOf(zone);
  const local = (time: string): { ms: number; iso: string } => {
    const wallMs = parseWall(time);
    if (!offsetAt)
      throw new InputError(
        `The time ${time} has no offset from UTC. Say where its clock was with --zone, e.g. Asia/Seoul.`,
      );
    const before = offsetAt(wallMs - dayMs);
    const fitting = [before, offsetAt(wallMs + dayMs)].filter((offset) => offsetAt(wallMs - offset) === offset);
    const offset = fitting.length > 0 ? Math.max(...fitting) : before;
    return { ms: wallMs - offset, iso: `${time.replace(" ", "T")}${written(offset)}` };
  };
  return {
    of: (time, nearMs) => {
      if (timeOfDay.test(time) && nearMs !== undefined) {
        const nearWallMs = nearMs + (offsetAt?.(nearMs) ?? 0);
        const days = [-dayMs, 0, dayMs].map((shift) => new Date(nearWallMs + shift).toISOString().slice(0, 10));
        const found = days.map((day) => local(`${day}T${time}`));
        return found.reduce((best, one) => (Math.abs(one.ms - nearMs) < Math.abs(best.ms - nearMs) ? one : best));
      }
      const [, wall, sign, hours = 0, minutes = 0] = withOffset.exec(time) ?? [];
      if (wall === undefined) return local(time);
      const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
      return { ms: parseWall(wall, time) - (sign === "-" ? -offsetMs : offsetMs), iso: time };
    },
  };
}

function notTime(time: string): string {
  return `${JSON.stringify(time)} is no time: expected for example 2024-05-01T20:00:00+09:00, or 2024-05-01 20:00 with --zone.`;
}

/** @param whole the time as it was given, for the message */
function parseWall(time: string, whole = time): number {
  const [, year, month, day, hour, minute, second = "0", fraction = ""] = localTime.exec(time) ?? [];
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, "0").slice(0, 3)),
  );
  const inRange = Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60;
  // Date.UTC takes the 31st of February for the 3rd of March, and the year 24 for 1924.
  const found = new Date(ms);
  if (!inRange || found.getUTCFullYear() !== Number(year) || found.getUTCMonth() !== Number(month) - 1)
    throw new InputError(notTime(whole));
  return ms;
}

/** The offset from UTC of a zone at an instant, in milliseconds; asked once for each quarter of an hour. */
function offsetsOf(zone: string): (utcMs: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  } catch (cause) {
    throw new InputError(`There is no time zone ${JSON.stringify(zone)}: expected an IANA name such as Asia/Seoul.`, {
      cause,
    });
  }
  const known = new Map<number, number>();
  return (utcMs) => {
    const bucket = Math.floor(utcMs / bucketMs);
    let offset = known.get(bucket);
    if (offset === undefined) {
      if (known.size > 10_000) known.clear();
      offset = parseOffset(format.formatToParts(bucket * bucketMs).find(({ type }) => type === "timeZoneName")!.value);
      known.set(bucket, offset);
    }
    return offset;
  };
}

function parseOffset(name: string): number {
  const [, sign, hours = "0", minutes = "0", seconds = "0"] =
    /GMT(?:([+-])(\d+)(?::(\d+))?(?::(\d+))?)?/.exec(name) ?? [];
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return (sign === "-" ? -size : size) * 1000;
}

function written(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${offsetMs < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
