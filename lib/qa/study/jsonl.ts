import type { z } from "zod";
import type { Corpus } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";

type Store = Corpus["store"];

/** The records of a JSON Lines object, each parsed; none where there is no object. */
export async function readJsonl<S extends z.ZodType>(store: Store, path: string, schema: S): Promise<z.output<S>[]> {
  const bytes = await store.get(path);
  if (bytes === null) return [];
  const lines = Buffer.from(bytes).toString("utf8").split("\n");
  return lines.flatMap((line, i) =>
    line.trim() === "" ? [] : [parseLine(line, i, schema, `${path} in ${store.location}`)],
  );
}

function parseLine<S extends z.ZodType>(line: string, index: number, schema: S, place: string): z.output<S> {
  const problem = (found: string, cause: unknown) =>
    new InputError(`${place}, line ${index + 1}: ${found}. Delete the file and run the step again.`, { cause });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw problem("expected one JSON record a line, found none", cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw problem(`${issue?.path.join(".")}: ${issue?.message}`, parsed.error);
}

/** Writes the records as one whole object; false where it holds exactly these already. */
export async function writeJsonl(store: Store, path: string, records: readonly unknown[]): Promise<boolean> {
  const bytes = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  const known = await store.get(path);
  if (known && bytes.equals(known)) return false;
  await store.put(path, bytes);
  return true;
}
