import { count, type ReadReport } from "./contract.ts";

/** More different names than any format has: the keys are data, and are counted together. */
const mostPaths = 500;

/**
 * Counts the keys of a record that its format does not know, by path, e.g. `comments[].message.mood`.
 *
 * @param path what stands before the key, with its dot
 */
export function countUnknown(record: object, known: ReadonlySet<string>, path: string, report: ReadReport): void {
  for (const key in record) if (!known.has(key)) countUnknownName(key, path, report);
}

/** Counts one name that a format does not know; names after the first few hundred are counted together as `*`. */
export function countUnknownName(name: string, path: string, { unknownFields }: ReadReport): void {
  const whole = path + name;
  count(unknownFields, unknownFields.size < mostPaths || unknownFields.has(whole) ? whole : `${path}*`);
}
