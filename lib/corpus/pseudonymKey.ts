import { createHmac } from "node:crypto";
import { link, mkdir, open, readFile, unlink } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { InputError } from "#lib/errors.ts";
import { isRemote } from "#lib/store/index.ts";

const keyBytes = 32;

/** What a corpus keeps of its key: enough to know it again, useless to compute a pseudonym. */
export function keyFingerprint(key: Uint8Array): string {
  return createHmac("sha256", key).update("livecorpus pseudonym key").digest("hex").slice(0, 16);
}

/**
 * The key that pseudonyms are computed with: from `file`, else from $LIVECORPUS_KEY_FILE, else from
 * ~/.config/livecorpus/pseudonym.key, which is made at first use, readable by its owner only. A key file holds 64
 * hexadecimal digits. Keep it outside the corpus and keep a copy: without it no new file can join the same authors.
 *
 * @param options.randomBytes gives the bytes of a new key
 * @param options.outside a folder (or a bucket, where no key lies) that the key may not lie in: the corpus, which is given away without it
 * @throws InputError when a named file is missing or holds no key
 */
export async function readPseudonymKey(options: {
  file?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  randomBytes(count: number): Uint8Array;
  outside?: string | undefined;
}): Promise<Uint8Array> {
  const named = options.file ?? options.env.LIVECORPUS_KEY_FILE;
  if (named) {
    refuseInside(named, options.outside);
    return readKey(named);
  }
  const home = options.env.HOME ?? options.env.USERPROFILE;
  if (!home)
    throw new InputError("There is no home folder to keep the pseudonym key in. Name a key file with --key FILE.");
  const file = join(home, ".config", "livecorpus", "pseudonym.key");
  refuseInside(file, options.outside);
  await makeKey(file, options.randomBytes);
  return readKey(file);
}

function refuseInside(file: string, folder: string | undefined): void {
  if (folder === undefined || isRemote(folder)) return;
  const way = relative(resolve(folder), resolve(file));
  if (way.startsWith("..") || isAbsolute(way)) return;
  throw new InputError(
    `The pseudonym key ${file} lies in the corpus ${folder}: whoever gets the corpus could undo the pseudonyms. Keep it elsewhere.`,
  );
}

async function readKey(file: string): Promise<Uint8Array> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new InputError(
      `The pseudonym key ${file} cannot be read (${(cause as NodeJS.ErrnoException).code}). Name the file with --key ` +
        "FILE or $LIVECORPUS_KEY_FILE; a new one holds 64 random hexadecimal digits, e.g. from: openssl rand -hex 32.",
      { cause },
    );
  }
  if (!/^[0-9a-f]{64}$/i.test(text.trim()))
    throw new InputError(`The pseudonym key ${file} is no key: expected 64 hexadecimal digits and nothing else.`);
  return Buffer.from(text.trim(), "hex");
}

/** Makes the key file unless it exists; whole before it has its name, so that two first uses agree on one. */
async function makeKey(file: string, randomBytes: (count: number) => Uint8Array): Promise<void> {
  const exists = await readFile(file).then(
    () => true,
    () => false,
  );
  if (exists) return;
  const hex = Buffer.from(randomBytes(keyBytes)).toString("hex");
  const temporary = `${file}.${hex.slice(0, 8)}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(`${hex}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    try {
      await link(temporary, file);
    } finally {
      await unlink(temporary);
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    throw new InputError(`The pseudonym key ${file} cannot be made (${code}). Name a key file with --key FILE.`, {
      cause,
    });
  }
}
