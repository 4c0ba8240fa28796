import type { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { pythonJson } from "./pythonJson.ts";

const advice = "Restore the file, or remove it.";

/** Where a legacy run lies; a store opened at its folder is one. */
export interface LegacyTree {
  /** A name for messages, e.g. the directory. */
  readonly location: string;
  get(name: string): Promise<Uint8Array | null>;
  list(prefix: string): AsyncIterable<string>;
}

/** A text of the tree, null where there is none. */
export async function readText(tree: LegacyTree, name: string): Promise<string | null> {
  const bytes = await tree.get(name);
  if (!bytes) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(`${tree.location}, ${name}: expected UTF-8 text. ${advice}`, { cause });
  }
}

/** A JSON file of the tree in the shape that it should have, null where there is none. */
export async function readJson<T>(tree: LegacyTree, name: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readText(tree, name);
  if (text === null) return null;
  const place = `${tree.location}, ${name}`;
  const read = pythonJson(text);
  if (!read)
    throw new InputError(`${place}: expected JSON, found ${text.length} characters of something else. ${advice}`);
  const parsed = schema.safeParse(read.value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") || "the whole file";
  throw new InputError(`${place}: ${field}: ${issue?.message}. ${advice}`, { cause: parsed.error });
}

/** Like `readJson`, for a file that has to be there. */
export async function requireJson<T>(tree: LegacyTree, name: string, schema: z.ZodType<T>): Promise<T> {
  const value = await readJson(tree, name, schema);
  if (value !== null) return value;
  throw new InputError(`${tree.location}: expected ${name}, found no such file. Give the folder of a whole run.`);
}

/** The last part of a path or gs:// address. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
