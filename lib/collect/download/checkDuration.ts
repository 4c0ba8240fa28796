/** What a file's length says of it; `unknown` where one of the two lengths is. */
export type DurationVerdict = "right" | "short" | "long" | "unknown";

/**
 * Whether a file is as long as its stream: within two percent or 30 seconds, whichever is more, in both directions.
 *
 * @param expectedMs as the platform says
 * @param foundMs as the file is measured
 */
export function checkDuration(expectedMs: number | null, foundMs: number | null): DurationVerdict {
  if (expectedMs === null || foundMs === null) return "unknown";
  const toleranceMs = Math.max(30_000, expectedMs * 0.02);
  if (foundMs < expectedMs - toleranceMs) return "short";
  return foundMs > expectedMs + toleranceMs ? "long" : "right";
}
