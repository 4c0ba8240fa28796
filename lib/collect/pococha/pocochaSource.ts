import { parse } from "yaml";
import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { parseColumnMapping } from "#lib/formats/index.ts";

const Columns = z.record(z.string(), z.unknown());

/** Where the files of lives are, and how their columns are named. */
export const PocochaSource = z.strictObject({
  /** The store: a folder, or gs://bucket/prefix. */
  from: z.string().min(1),
  /** The folder of the comment files, one file a live, below `from`. */
  comments: z.string().default(""),
  /** One file with the speech of all lives, or a folder with one file a live; none without speech. */
  speech: z.string().min(1).optional(),
  /** A regular expression for the file names; its one group is the live's id. */
  pattern: z.string().default(String.raw`^comment_(\d+)\.csv$`),
  speechPattern: z.string().default(String.raw`^speech_(\d+)\.csv$`),
  /** Mappings of columns as for import --map; without them the files are recognised by their content. */
  commentColumns: Columns.optional(),
  speechColumns: Columns.optional(),
});
export type PocochaSource = z.infer<typeof PocochaSource>;

/**
 * Reads the configuration of a source of files, YAML or JSON.
 *
 * @param text the file's content
 * @param file its name, for messages
 * @throws InputError where it is none, or a pattern or a mapping in it cannot be used
 *
 * @example
 * parsePocochaSource("from: gs://partner/export\ncomments: comments\nspeech: speech/all.csv", "pococha.yaml");
 */
export function parsePocochaSource(text: string, file: string): PocochaSource {
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    throw new InputError(`${file}: expected YAML or JSON, found neither.`, { cause });
  }
  const found = PocochaSource.safeParse(value);
  if (!found.success) {
    const [issue] = found.error.issues;
    throw new InputError(
      `${file}: expected where files are, found a mistake at ${issue?.path.join(".") || "its top"}: ${issue?.message}. It ` +
        `has the keys ${Object.keys(PocochaSource.shape).join(", ")}; only from is needed.`,
    );
  }
  const source = found.data;
  for (const key of ["pattern", "speechPattern"] as const) filePattern(source[key], `${file}: ${key}`);
  for (const key of ["commentColumns", "speechColumns"] as const)
    if (source[key]) parseColumnMapping(JSON.stringify(source[key]), `${file}: ${key}`);
  return source;
}

/** The regular expression of a pattern; its one group names the live. */
export function filePattern(pattern: string, place: string): RegExp {
  let groups: number;
  try {
    groups = new RegExp(`${pattern}|`, "u").exec("")!.length - 1;
  } catch (cause) {
    throw new InputError(`${place}: expected a regular expression, found ${JSON.stringify(pattern)}.`, { cause });
  }
  if (groups !== 1)
    throw new InputError(`${place}: expected one group, which is the live's id, found ${groups} in ${pattern}.`);
  return new RegExp(pattern, "u");
}
