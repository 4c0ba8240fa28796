import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { runProgram } from "#lib/effects/index.ts";
import { InputError, PermanentError, TransientError } from "#lib/errors.ts";
import { findFormat, openBytes, type ReadReport, readHead } from "#lib/formats/index.ts";
import { wavBytes } from "#lib/media/index.ts";
import type { HeardSegment, SpeechEngine, SpeechWindow } from "../speechEngine.ts";
import type { EngineEffects } from "./engineEffects.ts";
import type { CommandSettings } from "./engineSettings.ts";

const sampleRateHz = 16_000;
const mostPrinted = 16 * 2 ** 20;

/**
 * Opens any program that writes a transcript: it is started once for each window, with an argument vector and no shell.
 *
 * @throws InputError where none of its arguments takes the window
 */
export function openCommand(settings: CommandSettings, effects: EngineEffects): SpeechEngine {
  const { program, args, output, format, version, model } = settings;
  if (!args.some((argument) => argument.includes("{wav}")))
    throw new InputError(`Expected {wav} among the arguments of ${program}, found ${JSON.stringify(args)}.`);
  const hear = async (window: SpeechWindow, signal?: AbortSignal) => {
    const folder = await mkdtemp(join(tmpdir(), "livecorpus-window-"));
    try {
      const values: Record<string, string> = {
        wav: join(folder, "window.wav"),
        folder: join(folder, "out"),
        language: window.language ?? settings.language,
        prompt: window.prompt ?? settings.prompt,
      };
      const fill = (text: string) =>
        text.replace(/\{(wav|folder|language|prompt)\}/g, (_, name: string) => values[name]!);
      await mkdir(values.folder!);
      await writeFile(values.wav!, wavBytes(window.samples, sampleRateHz));
      const { code, stdout, stderr } = await runProgram(program, args.map(fill), {
        ...{ effects, folder: values.folder!, mostKept: mostPrinted },
        signal: signal ?? new AbortController().signal,
        timeoutMs: settings.timeoutSeconds * 1000,
      });
      const said = JSON.stringify(stderr.trim().slice(-300));
      if (code === null) throw new TransientError(`${program} was ended by a signal. It said: ${said}`);
      if (code !== 0) throw new PermanentError(`${program} ended with ${code}. It said: ${said}`);
      const path = output === undefined ? join(folder, "printed") : fill(output);
      if (output === undefined) await writeFile(path, stdout);
      return await readHeard(path, format, program);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return {
    facts: { engine: `command:${basename(program)}`, version, model, modelSha256: null },
    hear,
    close: async () => {},
  };
}

/** Reads what the program wrote; a window in which nothing is said may leave it empty. */
async function readHeard(path: string, name: string | undefined, program: string): Promise<HeardSegment[]> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new PermanentError(`Expected ${program} to write ${basename(path)}, found none (${error.code}).`, {
      cause: error,
    });
  });
  if (bytes.toString("utf8").trim() === "") return [];
  const options = { file: basename(path), strict: false };
  const report: ReadReport = { skipped: new Map(), unknownFields: new Map(), video: {} };
  const open = () => openBytes(piecesOf(bytes), report, options);
  const format = findFormat(await readHead(open()), options.file, name);
  if (format.holds !== "speech")
    throw new PermanentError(`Expected a transcript from ${program}, found chat (${format.name}).`);
  const heard: HeardSegment[] = [];
  for await (const batch of format.read(open(), report, options))
    for (const { startMs, endMs, text, words, confidence } of batch)
      heard.push({ startMs, endMs, text, ...(words && { words }), ...(confidence && { confidence }) });
  return heard;
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
