import { createHash } from "node:crypto";
import { InputError } from "#lib/errors.ts";
import { Frame } from "#lib/records/index.ts";

/** The text of frame.json, with the hash of its content in its last key. */
export function frameText(content: Omit<Frame, "sha256">): string {
  return `${JSON.stringify({ ...content, sha256: sealOf(content) }, null, 2)}\n`;
}

/**
 * A frame from the text of its frame.json.
 *
 * @param place what to call the file in messages
 * @throws InputError when it is damaged, or when it was edited after the lock
 */
export function parseFrame(text: string, place: string): Frame {
  const problem = (found: string, cause?: unknown) =>
    new InputError(
      `${place}: ${found}. It was written by livecorpus study lock and is never edited: ` +
        "restore it from version control or from its other copy (beside study.yaml, and in the corpus).",
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw problem("expected JSON, found none", cause);
  }
  const parsed = Frame.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw problem(`this is no frame of a study: ${issue?.path.join(".") || "it"}: ${issue?.message}`, parsed.error);
  }
  const { sha256, ...content } = parsed.data;
  const today = sealOf(content);
  if (today !== sha256)
    throw problem(`it was changed after the lock: its content has the hash ${today}, not ${sha256}`);
  return parsed.data;
}

/** SHA-256 of a value's JSON with the keys in code-unit order, so that a parser's order of keys does not count. */
export function canonicalHash(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(value)))
    .digest("hex");
}

const sealOf = (content: Omit<Frame, "sha256">) => canonicalHash(content);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
