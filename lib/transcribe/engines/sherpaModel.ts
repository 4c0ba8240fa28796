import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "#lib/errors.ts";
import type { SherpaSettings } from "./engineSettings.ts";

/** A model of sherpa-onnx: its files, and the configuration that loads them. */
export interface SherpaModel {
  readonly files: readonly string[];
  /** As OfflineRecognizer of sherpa-onnx-node takes it. */
  readonly config: object;
}

/** What the files of each kind are called in the models that sherpa-onnx publishes, up to a prefix and a suffix. */
const partsOf = {
  whisper: ["encoder", "decoder"],
  senseVoice: ["model"],
  paraformer: ["model"],
  transducer: ["encoder", "decoder", "joiner"],
} as const;

/**
 * Finds the files of a model in its folder. Where a file is there in full precision and as int8, the full one is taken.
 *
 * @throws InputError where one of them is missing
 */
export async function findSherpaModel(settings: SherpaSettings): Promise<SherpaModel> {
  const { kind, folder, language, threads } = settings;
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      `Expected the folder of a sherpa-onnx model at ${JSON.stringify(folder)}, found none (${error.code}).`,
      {
        cause: error,
      },
    );
  });
  const find = (what: string, fits: (name: string) => boolean): string => {
    const [first] = names
      .filter(fits)
      .sort((a, b) => Number(a.includes("int8")) - Number(b.includes("int8")) || (a < b ? -1 : 1));
    if (first !== undefined) return join(folder, first);
    throw new InputError(
      `Expected ${what} of a ${kind} model in ${JSON.stringify(folder)}, found ${names.sort().join(", ") || "nothing"}.`,
    );
  };
  const tokens = find("tokens.txt", (name) => name.endsWith("tokens.txt"));
  const parts: Record<string, string> = {};
  for (const part of partsOf[kind])
    parts[part] = find(`a file *${part}*.onnx`, (name) => name.includes(part) && name.endsWith(".onnx"));
  const said = language === "auto" ? "" : language;
  const own = {
    whisper: { ...parts, language: said, task: "transcribe" },
    senseVoice: { ...parts, language, useInverseTextNormalization: 1 },
    paraformer: parts,
    transducer: parts,
  }[kind];
  return {
    files: [...Object.values(parts), tokens],
    config: {
      featConfig: { sampleRate: 16_000, featureDim: 80 },
      modelConfig: { [kind]: own, tokens, numThreads: threads, provider: "cpu", debug: 0 },
    },
  };
}
