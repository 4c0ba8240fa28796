import { InputError } from "#lib/errors.ts";
import type { SpeechEngine } from "../speechEngine.ts";
import type { EngineEffects } from "./engineEffects.ts";
import { EngineSettings } from "./engineSettings.ts";
import { openCommand } from "./openCommand.ts";
import { openSherpa } from "./openSherpa.ts";
import { openWhisperCpp } from "./openWhisperCpp.ts";

/**
 * Opens a speech engine from plain data.
 *
 * @param settings see EngineSettings
 * @throws InputError for settings that are none, and what the engine itself refuses
 *
 * @example
 * const engine = await openEngine({ engine: "whisper.cpp", model: "ggml-base.bin", language: "ja" }, effects);
 * const heard = await engine.hear({ samples });
 * await engine.close();
 */
export async function openEngine(settings: unknown, effects: EngineEffects): Promise<SpeechEngine> {
  const parsed = EngineSettings.safeParse(settings);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "engine"}: ${message}`);
    throw new InputError(`Expected the settings of a speech engine, found ${issues.join("; ")}.`);
  }
  switch (parsed.data.engine) {
    case "whisper.cpp":
      return openWhisperCpp(parsed.data, effects);
    case "sherpa-onnx":
      return openSherpa(parsed.data, effects);
    case "command":
      return openCommand(parsed.data, effects);
  }
}
