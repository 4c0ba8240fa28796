import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { InputError } from "#lib/errors.ts";
import { BundleAbout, type BundleEntry, EndLine, EntryLine } from "./bundle.ts";

/** A bundle that is being read. */
export interface OpenBundle {
  about: BundleAbout;
  /** The files in it, once; the last step fails where the bundle was cut off or changed, so use nothing before it is over. */
  entries: AsyncGenerator<BundleEntry, void>;
}

/**
 * Opens a bundle and reads what it says of itself.
 *
 * @throws InputError where the file is no bundle; the entries throw one where it is damaged
 */
export async function readBundle(path: string): Promise<OpenBundle> {
  const lines = linesOf(path);
  const first = await lines.next();
  const about = first.done ? null : BundleAbout.safeParse(parsed(first.value)).data;
  if (first.done || !about)
    throw new InputError(
      `${path}: expected a bundle of livecorpus replay export, found something else. Name another file.`,
    );
  return { about, entries: entriesOf(path, first.value, lines) };
}

async function* entriesOf(
  path: string,
  first: string,
  lines: AsyncGenerator<string>,
): AsyncGenerator<BundleEntry, void> {
  const hash = createHash("sha256").update(`${first}\n`);
  let entries = 0;
  for await (const line of lines) {
    const value = parsed(line);
    const entry = EntryLine.safeParse(value).data;
    if (entry) {
      hash.update(`${line}\n`);
      entries++;
      const { name } = entry;
      if (isUnsafe(name))
        throw new InputError(
          `${path}: expected names of files below one folder, found ${JSON.stringify(name)}. Do not trust it.`,
        );
      yield { name, bytes: "text" in entry ? Buffer.from(entry.text) : Buffer.from(entry.base64, "base64") };
      continue;
    }
    const end = EndLine.safeParse(value).data;
    if (!end) throw new InputError(`${path}: entry ${entries + 1} is damaged. Fetch the bundle again.`);
    const found = hash.digest("hex");
    if (end.entries === entries && end.sha256 === found) return;
    throw new InputError(
      `${path}: expected ${end.entries} entries with the hash ${end.sha256}, found ${entries} with ${found}. The bundle was changed: fetch it again.`,
    );
  }
  throw new InputError(
    `${path}: the bundle ends after ${entries} entries without its last line. It was cut off: fetch it again.`,
  );
}

const isUnsafe = (name: string) =>
  name.startsWith("/") || name.includes("\\") || name.split("/").some((part) => /^\.{0,2}$/.test(part));

async function* linesOf(path: string): AsyncGenerator<string> {
  const source = createReadStream(path);
  const gunzip = source.pipe(createGunzip());
  source.on("error", (error) => gunzip.destroy(error));
  let held: Buffer[] = [];
  try {
    // Not by node:readline, which also ends a line where a text holds U+2028.
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = piece.indexOf(0x0a); end !== -1; end = piece.indexOf(0x0a, start)) {
        yield Buffer.concat([...held, piece.subarray(start, end)]).toString("utf8");
        held = [];
        start = end + 1;
      }
      held.push(piece.subarray(start));
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw unreadable(path, cause as Error);
  } finally {
    source.destroy();
  }
}

function unreadable(path: string, cause: Error): InputError {
  return new InputError(
    `${path} cannot be read as a bundle (${cause.message}). Name another file, or fetch it again.`,
    { cause },
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
