import type { StepRecord } from "./stepRecord.ts";

/**
 * True when a step would do something else today: an input, its parameters or its version differ. An input that was
 * purged (null) cannot be read again, so it seals the step: what was made of it stays, and is never stale.
 */
export function isStale(
  record: StepRecord,
  today: {
    inputs: Readonly<Record<string, string | null>>;
    params: Readonly<Record<string, unknown>>;
    version: number;
  },
): boolean {
  if (Object.values(today.inputs).includes(null)) return false;
  return (
    record.version !== today.version ||
    canonical(record.inputs) !== canonical(today.inputs) ||
    canonical(record.params) !== canonical(today.params)
  );
}

/** JSON with sorted keys, so that equal values have equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
