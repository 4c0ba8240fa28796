import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "#lib/collect/index.ts";
import { InputError } from "#lib/errors.ts";
import { knownModels, modelFileName, modelsFolder, whisperProgram, whisperSetUp } from "#lib/transcribe/index.ts";

/** Whether whisper.cpp is built and which of its models are here; a machine that only collects needs neither. */
export function checkSpeech(env: Readonly<Record<string, string | undefined>>): Finding[] {
  const folder = modelsFolder(env);
  const here = knownModels.filter(({ name }) => existsSync(join(folder, modelFileName(name)))).map(({ name }) => name);
  const found =
    here.length > 0 ? `${here.join(", ")} in ${folder}` : `none in ${folder}; livecorpus models pull NAME fetches one`;
  return [checkWhisper(), { check: "speech models", standing: "ok", found, advice: null }];
}

function checkWhisper(): Finding {
  const check = "whisper.cpp";
  try {
    return { check, standing: "ok", found: `version ${whisperProgram("whisper-server").version}`, advice: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { check, standing: "warn", found: "not built; only transcribing needs it", advice: `Run: ${whisperSetUp}` };
  }
}
