import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, resolve } from "node:path";
import { z } from "zod";
import { InputError, PermanentError, TransientError } from "#lib/errors.ts";
import { hashFile } from "../models/hashFile.ts";
import type { HeardSegment, SpeechEngine, SpeechWindow } from "../speechEngine.ts";
import type { EngineEffects } from "./engineEffects.ts";
import type { SherpaSettings } from "./engineSettings.ts";
import { heardFromTokens } from "./heardFromTokens.ts";
import { findSherpaModel } from "./sherpaModel.ts";
import { type SherpaProcess, startSherpaProcess } from "./sherpaProcess.ts";

const sampleRateHz = 16_000;
const Result = z.object({
  text: z.string(),
  tokens: z.array(z.string()).default([]),
  timestamps: z.array(z.number()).default([]),
  durations: z.array(z.number()).default([]),
});

/**
 * Opens a model of sherpa-onnx in a process of its own, which is started again for the next window when native code ends
 * it. A window gives one segment, from its first token, where the model knows its time, to the end of the window; such
 * models say neither how sure they are nor whether anybody speaks. The language is that of the settings: a model is loaded
 * for one.
 *
 * @throws InputError for a folder that holds no such model, and for what sherpa-onnx refuses
 */
export async function openSherpa(settings: SherpaSettings, effects: EngineEffects): Promise<SpeechEngine> {
  const model = await findSherpaModel({ ...settings, folder: resolve(settings.folder) });
  const hash = createHash("sha256");
  for (const file of model.files) hash.update(`${(await hashFile(file))?.sha256}  ${basename(file)}\n`);
  let process: Promise<SherpaProcess> | null = null;
  const start = async (signal?: AbortSignal): Promise<SherpaProcess> => {
    const started = startSherpaProcess(effects);
    try {
      await started.ask({ open: model.config }, signal);
      return started;
    } catch (error) {
      await started.close();
      if (!(error instanceof TransientError)) throw error;
      // What it does not like about a model it says by ending.
      throw new InputError(
        `Expected a ${settings.kind} model in ${settings.folder}, found one that cannot be loaded: ${error.message}`,
      );
    }
  };
  const running = async (signal?: AbortSignal): Promise<SherpaProcess> => {
    if (process && (await process).runs) return process;
    process = start(signal);
    process.catch(() => {
      process = null;
    });
    return process;
  };
  const hear = async ({ samples, language }: SpeechWindow, signal?: AbortSignal): Promise<HeardSegment[]> => {
    if (language !== undefined && language !== settings.language && settings.language !== "auto")
      throw new InputError(
        `Expected windows in ${settings.language}, as this model was opened for, found one in ${language}.`,
      );
    if (samples.length === 0) return [];
    const result = Result.safeParse(await (await running(signal)).ask({ hear: samples, sampleRateHz }, signal));
    if (!result.success) throw new PermanentError(`Expected a text from sherpa-onnx, found ${result.error.message}.`);
    return segmentsOf(result.data, Math.round((samples.length * 1000) / sampleRateHz));
  };
  await running();
  return {
    facts: {
      engine: "sherpa-onnx",
      version: sherpaVersion(),
      model: basename(settings.folder),
      modelSha256: hash.digest("hex"),
    },
    hear,
    close: async () => {
      await (await process)?.close();
    },
  };
}

async function segmentsOf(
  { text, tokens, timestamps, durations }: z.output<typeof Result>,
  endMs: number,
): Promise<HeardSegment[]> {
  const at = (i: number) => Math.min(endMs, Math.round((timestamps[i] ?? 0) * 1000));
  const timed = timestamps.length === tokens.length ? tokens : [];
  const ends = (i: number) => {
    const duration = durations[i];
    if (duration !== undefined) return Math.min(endMs, at(i) + Math.round(duration * 1000));
    return i + 1 < timed.length ? at(i + 1) : endMs;
  };
  const pieces = timed.map((token, i) => ({ text: token.replaceAll("▁", " "), startMs: at(i), endMs: ends(i) }));
  const startMs = timed.length > 0 ? at(0) : 0;
  // The text is trimmed, its first token is not.
  const whole = pieces[0]?.text.startsWith(" ") ? ` ${text}` : text;
  const heard = await heardFromTokens([{ startMs, endMs, text: whole, tokens: pieces }]);
  return heard.map(({ segment }) => segment);
}

function sherpaVersion(): string {
  const path = createRequire(import.meta.url).resolve("sherpa-onnx-node/package.json");
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, "utf8"))).version;
}
