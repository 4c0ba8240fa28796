import { count, type ReadReport } from "./contract.ts";

/** Counts a row that is left out, and stands for it: `return skip(report, "bad-offset")`. */
export function skip(report: ReadReport, reason: string): undefined {
  count(report.skipped, reason);
  return undefined;
}
