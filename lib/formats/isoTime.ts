const iso = /^((\d{4})-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * A time as it stands when it is ISO 8601 with seconds and an offset, and of this century; some programs write year 1 for
 * none. Date.parse alone takes the 30th of February for the 1st of March.
 */
export function isoTimeOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const [, day = "", year = ""] = iso.exec(value) ?? [];
  const midnightMs = Number(year) >= 2000 ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(midnightMs) || !new Date(midnightMs).toISOString().startsWith(day)) return undefined;
  return value;
}
