import type { StepRecord } from "#lib/corpus/index.ts";

/** A step record as far as the one who fetched knows it; who did it and when is known to whoever runs it. */
export type Fetched = Omit<StepRecord, "attempts" | "worker" | "startedAt" | "finishedAt">;

/** A small value as the bytes of a JSON file. */
export function jsonFile(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
