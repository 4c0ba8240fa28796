import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { InputError } from "#lib/errors.ts";

const Built = z.object({ version: z.string(), platform: z.string(), arch: z.string(), folder: z.string() });

/** A program of whisper.cpp and the version that it is of. */
export interface WhisperProgram {
  readonly path: string;
  readonly version: string;
}

/** Builds whisper.cpp; what messages name. */
export const whisperSetUp = "npm run whisper";

/**
 * Where set-up has built a program of whisper.cpp.
 *
 * @param folder where builds are; the folder .whisper of this clone
 * @throws InputError where it is not built, or was built for another kind of machine
 */
export function whisperProgram(
  name: "whisper-cli" | "whisper-server",
  folder: URL = new URL("../../../.whisper/", import.meta.url),
): WhisperProgram {
  const stamp = new URL("built.json", folder);
  const none = `Expected the speech recogniser whisper.cpp in ${fileURLToPath(folder)}, found none.`;
  if (!existsSync(stamp)) throw new InputError(`${none} Build it once with: ${whisperSetUp}`);
  const built = Built.parse(JSON.parse(readFileSync(stamp, "utf8")));
  if (built.platform !== process.platform || built.arch !== process.arch)
    throw new InputError(
      `Expected whisper.cpp for ${process.platform} (${process.arch}) in ${fileURLToPath(folder)}, found it built for ` +
        `${built.platform} (${built.arch}). Build it with: ${whisperSetUp}`,
    );
  const file = process.platform === "win32" ? `${name}.exe` : name;
  const path = fileURLToPath(new URL(`${built.folder}/${file}`, folder));
  // The stamp may have been copied without what it tells of.
  if (!existsSync(path)) throw new InputError(`${none} Remove that folder, and build it with: ${whisperSetUp}`);
  return { path, version: built.version };
}
