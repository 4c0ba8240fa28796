import { basename, resolve } from "node:path";
import { InputError, PermanentError, TransientError } from "#lib/errors.ts";
import { wavBytes } from "#lib/media/index.ts";
import type { SpeechEngine, SpeechWindow } from "../speechEngine.ts";
import type { EngineEffects } from "./engineEffects.ts";
import type { WhisperCppSettings } from "./engineSettings.ts";
import { hashModelFile } from "./modelFile.ts";
import { multipartForm } from "./multipartForm.ts";
import { readServerAnswer } from "./readServerAnswer.ts";
import { whisperLanguages } from "./whisperLanguages.ts";
import { type WhisperProgram, whisperProgram } from "./whisperProgram.ts";
import { startWhisperServer, type WhisperServer } from "./whisperServer.ts";

const sampleRateHz = 16_000;
/** Whisper.cpp hears nothing in less; see whisper_full. */
const shortestSamples = sampleRateHz / 10;

/**
 * Opens whisper.cpp: one whisper-server that loads the model once and hears window after window. Windows know nothing of
 * one another, so that a transcript that was interrupted goes on as it would have. A server that ends is started again for
 * the next window; none outlives this process.
 *
 * Probabilities of words are the means of their tokens', `avgLogprob` is the mean natural logarithm over the tokens of text,
 * `noSpeech` is Whisper's own. The ratio of compression is left to the gate, which knows the text as it is kept.
 *
 * @throws InputError for what is no model, and where whisper.cpp is not built
 */
export async function openWhisperCpp(
  settings: WhisperCppSettings,
  effects: EngineEffects,
  program: WhisperProgram = whisperProgram("whisper-server"),
): Promise<SpeechEngine> {
  const model = resolve(settings.model);
  const modelSha256 = await hashModelFile(model);
  const { language, threads, prompt = "" } = settings;
  const args = ["--model", model, "--language", language, "--no-language-probabilities"];
  if (threads !== undefined) args.push("--threads", String(threads));
  const token = () => Buffer.from(effects.randomBytes(16)).toString("hex");
  let server: Promise<WhisperServer> | null = null;
  const running = async (signal?: AbortSignal): Promise<WhisperServer> => {
    if (server && (await server).runs) return server;
    server = startWhisperServer(program.path, args, token(), effects, signal);
    // A start that failed is tried again with the next window.
    server.catch(() => {
      server = null;
    });
    return server;
  };
  const hear = async ({ samples, language: said, prompt: before }: SpeechWindow, signal?: AbortSignal) => {
    if (said !== undefined && !whisperLanguages.has(said))
      throw new InputError(`Expected a language that Whisper knows, found ${JSON.stringify(said)}.`);
    if (samples.length < shortestSamples) return [];
    const fields = {
      response_format: "verbose_json",
      language: said ?? language,
      prompt: before ?? prompt,
      no_language_probabilities: "true",
    };
    const file = { field: "file", name: "window.wav", bytes: wavBytes(samples, sampleRateHz) };
    const { type, body } = multipartForm(fields, file, token());
    const answer = await (await running(signal)).post("/inference", type, body, signal);
    if (answer.status === 200) return readServerAnswer(answer.text);
    const found = `whisper-server answered ${answer.status}: ${JSON.stringify(answer.text.slice(0, 200))}`;
    throw answer.status === 400 ? new PermanentError(found) : new TransientError(found);
  };
  await running().catch((error) => {
    if (!(error instanceof InputError)) throw error;
    const advice =
      "If it is damaged, fetch it again; livecorpus models verify compares it with the published checksum.";
    throw new InputError(`${error.message} Its model is ${JSON.stringify(model)}. ${advice}`, { cause: error });
  });
  return {
    facts: { engine: "whisper.cpp", version: program.version, model: basename(model), modelSha256 },
    hear,
    close: async () => {
      await (await server)?.close();
    },
  };
}
