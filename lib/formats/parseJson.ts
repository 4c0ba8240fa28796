import { count, type ReadReport } from "./contract.ts";

/** What JSON.parse makes of a text, undefined where it is no JSON. */
export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Parses one value; the literals NaN, Infinity and -Infinity, which Python writes, become null and are counted
 * (`nan-literal`). Undefined where the text is no JSON even so.
 */
export function parseJson(text: string, report: ReadReport): unknown {
  const value = tryParse(text);
  if (value !== undefined || !/NaN|Infinity/.test(text)) return value;
  let inString = false;
  let literals = 0;
  const repaired = text.replace(/\\.|"|-?Infinity|NaN/gs, (token) => {
    if (token === '"') inString = !inString;
    if (inString || token === '"' || token.startsWith("\\")) return token;
    literals++;
    return "null";
  });
  const repairedValue = tryParse(repaired);
  if (repairedValue !== undefined) count(report.skipped, "nan-literal", literals);
  return repairedValue;
}
