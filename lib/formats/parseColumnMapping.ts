import { parse } from "yaml";
import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import type { ColumnMapping } from "./contract.ts";

const Column = z.string().min(1).max(200);

const Mapping = z.strictObject({
  time: Column,
  timeUnit: z.enum(["seconds", "milliseconds", "microseconds", "clock", "datetime"]).exactOptional(),
  end: Column.exactOptional(),
  author: Column.exactOptional(),
  authorId: Column.exactOptional(),
  id: Column.exactOptional(),
  text: Column,
  amount: Column.exactOptional(),
  currency: Column.exactOptional(),
  kind: Column.exactOptional(),
  speaker: Column.exactOptional(),
  video: Column.exactOptional(),
  pattern: z.string().min(1).max(2000).exactOptional(),
  columns: z.array(Column).min(1).max(1000).exactOptional(),
  separator: z.string().length(1).exactOptional(),
}) satisfies z.ZodType<ColumnMapping>;

/**
 * Reads a mapping file, YAML or JSON. With a `pattern`, each of its groups that has the name of a field is that field.
 *
 * @param text the file's content
 * @param file its name, for messages
 * @throws InputError when it is no mapping
 *
 * @example
 * parseColumnMapping("time: offset\ntimeUnit: milliseconds\nauthor: user.name\ntext: body", "chat.yaml");
 * // => { time: "offset", timeUnit: "milliseconds", author: "user.name", text: "body" }
 * parseColumnMapping(String.raw`pattern: '^\[(?<time>[\d:]+)\] (?<author>[^:]+): (?<text>.*)$'`, "log.yaml");
 */
export function parseColumnMapping(text: string, file: string): ColumnMapping {
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    throw new InputError(`${file}: expected a mapping in YAML or JSON, found neither. ${advice}`, { cause });
  }
  const result = Mapping.safeParse(withGroups(value));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join(".")}` : "";
  throw new InputError(`${file}: expected a mapping of columns, found a mistake${where}: ${issue?.message}. ${advice}`);
}

const advice =
  `It names the column of each field, e.g. "time: offset", "author: user", "text: message"; the fields are ` +
  `${Object.keys(Mapping.shape).join(", ")}.`;

function withGroups(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("pattern" in value) || typeof value.pattern !== "string")
    return value;
  const groups = Array.from(value.pattern.matchAll(/\(\?<([A-Za-z]\w*)>/g), ([, name]) => name!);
  const fields = groups.filter((name) => Object.hasOwn(Mapping.shape, name) && !settings.has(name));
  return { ...Object.fromEntries(fields.map((name) => [name, name])), ...value };
}

/** The keys of a mapping that name no column. */
const settings = new Set(["timeUnit", "pattern", "columns", "separator"]);
