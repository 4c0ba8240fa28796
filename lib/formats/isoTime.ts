const iso = /^(\d{4})-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** A time as it stands when it is ISO 8601 with an offset and of this century; some programs write year 1 for none. */
export function isoTimeOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const year = iso.exec(value)?.[1];
  return year !== undefined && Number(year) >= 2000 && !Number.isNaN(Date.parse(value)) ? value : undefined;
}
