import { createHash } from "node:crypto";
import type { EngineFacts } from "../speechEngine.ts";
import { defaultTranscribeSettings, type TranscribeSettings } from "../transcribeSamples.ts";

/**
 * The name of a transcript among the variants of the step `transcribe`: engine, model and language, and eight digits of a
 * hash where anything else is set. A transcript that was imported has the variant `import`.
 *
 * @example
 * speechVariant({ engine: "whisper.cpp", model: "ggml-base.bin" }, { ...defaultTranscribeSettings, language: "ja" });
 * // => "whisper.cpp-ggml-base-ja"
 */
export function speechVariant(
  { engine, model }: Pick<EngineFacts, "engine" | "model">,
  settings: TranscribeSettings,
): string {
  const { language, ...others } = settings;
  const { language: _, ...usual } = defaultTranscribeSettings;
  const plain = (text: string) => text.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[^A-Za-z0-9]+/, "");
  const bare = (model.split(/[\\/]/).pop() ?? "").replace(/\.(?:bin|gguf|onnx)$/, "");
  const parts = [engine, bare, language ?? "auto"].map(plain).filter(Boolean);
  const written = JSON.stringify(others);
  const rest =
    written === JSON.stringify(usual) ? [] : [createHash("sha256").update(written).digest("hex").slice(0, 8)];
  return [...parts, ...rest].join("-").slice(0, 120);
}
