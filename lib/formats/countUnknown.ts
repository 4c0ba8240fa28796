import { count, type ReadReport } from "./contract.ts";

/** More different names than any format has: the keys are data, and are counted together. */
const mostPaths = 500;

/**
 * Counts the keys of a record that its format does not know, by path, e.g. `comments[].message.mood`.
 *
 * @param path what stands before the key, with its dot
 */
export function countUnknown(record: object, known: ReadonlySet<string>, path: string, report: ReadReport): void {
  for (const key in record) {
    if (known.has(key)) continue;
    const name = path + key;
    const counted = report.unknownFields.size < mostPaths || report.unknownFields.has(name);
    count(report.unknownFields, counted ? name : `${path}*`);
  }
}
