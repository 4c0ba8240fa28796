import { createHash } from "node:crypto";

/** The number of some records, and the SHA-256 of them as JSON lines. */
export function hashRecords(records: readonly unknown[]): { count: number; sha256: string } {
  const hash = createHash("sha256");
  for (const record of records) hash.update(`${JSON.stringify(record)}\n`);
  return { count: records.length, sha256: hash.digest("hex") };
}
