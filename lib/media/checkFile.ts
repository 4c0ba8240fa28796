import { open, stat } from "node:fs/promises";
import { InputError } from "#lib/errors.ts";

const streamed = [0, 0xffffffff];

/**
 * What can be seen of a file before any program opens it: that it is one, and not empty, and, where it is WAV, as long as it
 * says, since ffmpeg does not tell.
 *
 * @param partial accepts a WAV that is cut off
 * @throws InputError
 */
export async function checkFile(path: string, partial = false): Promise<void> {
  const expected = `Expected an audio or video file at ${JSON.stringify(path)}`;
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${expected}, found none (${error.code}). Check the name.`, { cause: error });
  });
  if (!found.isFile())
    throw new InputError(`${expected}, found ${found.isDirectory() ? "a folder" : "no plain file"}.`);
  if (found.size === 0) throw new InputError(`${expected}, found an empty one (0 bytes). Fetch it again.`);
  if (partial) return;
  const missing = (await wavBytes(path)) - found.size;
  if (missing > 0) throw new InputError(`${expected}, found one that is cut off: ${missing} bytes are missing.`);
}

/** The size that a WAV file says it has; 0 for other files, and where it was written as a stream, not knowing. */
async function wavBytes(path: string): Promise<number> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      `Expected an audio or video file at ${JSON.stringify(path)}, found one that may not be read (${error.code}). ` +
        "Give yourself the right to read it.",
      { cause: error },
    );
  });
  try {
    const head = Buffer.alloc(12);
    const { bytesRead } = await file.read(head, 0, 12, 0);
    if (bytesRead < 12 || head.toString("latin1", 0, 4) !== "RIFF" || head.toString("latin1", 8) !== "WAVE") return 0;
    const bytes = head.readUInt32LE(4);
    return streamed.includes(bytes) ? 0 : bytes + 8;
  } finally {
    await file.close();
  }
}
