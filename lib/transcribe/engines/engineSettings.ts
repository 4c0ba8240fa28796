import { z } from "zod";
import { whisperLanguages } from "./whisperLanguages.ts";

const threads = z.number().int().min(1).max(256);

/** whisper.cpp, built by set-up: any model file in its format. */
export const WhisperCppSettings = z.strictObject({
  engine: z.literal("whisper.cpp"),
  /** The path of a model file, such as ggml-base.bin. */
  model: z.string().min(1),
  /** The language of windows that name none; `auto` lets a multilingual model find out. */
  language: z
    .string()
    .refine((code) => code === "auto" || whisperLanguages.has(code), "is no language that Whisper knows")
    .default("auto"),
  /** Whisper.cpp takes four, or as many as there are processors, where nothing is said. */
  threads: threads.optional(),
  /** What windows without a prompt of their own are told was said before. */
  prompt: z.string().optional(),
});
export type WhisperCppSettings = z.output<typeof WhisperCppSettings>;

/**
 * Any program that writes a transcript of a WAV file as SRT, VTT, JSON or CSV. In its arguments `{wav}` is the file to
 * read, `{folder}` an empty folder of its own to write into, `{language}` and `{prompt}` those of the window.
 */
export const CommandSettings = z.strictObject({
  engine: z.literal("command"),
  program: z.string().min(1),
  args: z.array(z.string()),
  /** The file that it writes, e.g. `{folder}/window.json`; what it prints, where nothing is said. */
  output: z.string().min(1).optional(),
  /** The format of its output by name; recognised by its content where nothing is said. */
  format: z.string().min(1).optional(),
  /** What step records name it by; neither can be asked of it. */
  version: z.string().min(1),
  model: z.string().min(1),
  language: z.string().min(1).default("auto"),
  prompt: z.string().default(""),
  /** How long one window may take. */
  timeoutSeconds: z.number().positive().default(3600),
});
export type CommandSettings = z.output<typeof CommandSettings>;

/** sherpa-onnx: a model that it publishes, in a folder of its own. */
export const SherpaSettings = z.strictObject({
  engine: z.literal("sherpa-onnx"),
  kind: z.enum(["whisper", "senseVoice", "paraformer", "transducer"]),
  /** Holds the model's .onnx files and its tokens.txt. */
  folder: z.string().min(1),
  language: z.string().min(1).default("auto"),
  threads: threads.default(2),
});
export type SherpaSettings = z.output<typeof SherpaSettings>;

/** What a speech engine is opened with, as plain data: of a study, or of the command line. */
export const EngineSettings = z.discriminatedUnion("engine", [WhisperCppSettings, SherpaSettings, CommandSettings]);
export type EngineSettings = z.input<typeof EngineSettings>;
