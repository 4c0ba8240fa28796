import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { InputError } from "#lib/errors.ts";

/** The first bytes of a ggml file: its magic number, little end first. */
const magic = 0x67676d6c;
const headBytes = 48;
/** The fewest bits that any quantization of ggml spends on a number. */
const leastBits = 2;

/**
 * The SHA-256 of a model of whisper.cpp.
 *
 * @throws InputError where there is no such file, another one, or the beginning of one
 */
export async function hashModelFile(path: string): Promise<string> {
  const expected = `Expected a model of whisper.cpp (ggml) at ${JSON.stringify(path)}`;
  const advice = "livecorpus models list names those that livecorpus models pull fetches.";
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${expected}, found none (${error.code}). ${advice}`, { cause: error });
  });
  if (!found.isFile()) throw new InputError(`${expected}, found no plain file. ${advice}`);
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      `${expected}, found one that may not be read (${error.code}). Give yourself the right to read it.`,
      {
        cause: error,
      },
    );
  });
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    if (bytesRead < 4 || buffer.readUInt32LE(0) !== magic)
      throw new InputError(`${expected}, found another file. ${advice}`);
    // Whisper.cpp takes a file that ends before its first number for an empty model, and starts with it.
    if (bytesRead < headBytes || found.size < embeddingBytes(buffer))
      throw new InputError(
        `${expected}, found only the beginning of one (${found.size} bytes). Fetch it again. ${advice}`,
      );
  } finally {
    await file.close();
  }
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(piece as Buffer);
  return hash.digest("hex");
}

/** At least so large is the largest part of the model that a head describes: its words, each with a number for each state. */
function embeddingBytes(head: Buffer): number {
  const [words, states] = [head.readInt32LE(4), head.readInt32LE(28)];
  return (words * states * leastBits) / 8;
}
