import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { speechPlan } from "#lib/line/index.ts";
import { SpeechSettings } from "#lib/records/index.ts";
import {
  findModel,
  modelsFolder,
  openEngine,
  openVoiceActivity,
  type TranscriptForm,
  transcriptForms,
} from "#lib/transcribe/index.ts";
import { corpusOption } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { transcribeFiles } from "./transcribeFiles.ts";
import { transcribeVideos } from "./transcribeVideos.ts";
import { videoArgument } from "./videoArgument.ts";
import { wholeOption } from "./wholeOption.ts";

/** The flags of livecorpus transcribe. */
export interface TranscribeFlags {
  model?: string;
  engineFile?: string;
  language?: string;
  prompt?: string;
  hotWords?: string[];
  threads?: number;
  corpus?: string;
  into?: string;
  key?: string;
  as: TranscriptForm[];
  out?: string;
  leaseSeconds: number;
  retryDead?: true;
  json?: true;
}

/** Adds `livecorpus transcribe`. */
export function addTranscribe(program: Command, effects: Effects): void {
  program
    .command("transcribe")
    .description("Turn speech into text: of files, or of the videos of a corpus; may be killed and run again.")
    .argument(
      "[target...]",
      "audio or video files; with --corpus videos as platform:id, all that have audio where none is named",
    )
    .option("--model <model>", "a model of whisper.cpp: a name of livecorpus models list, or a file")
    .option("--engine-file <file>", "the settings of another engine (YAML); see docs/transcribe.md")
    .option("--language <code>", "what is spoken, e.g. ja; else the engine finds out, window by window")
    .option("--prompt <text>", "what the engine should take as said before")
    .option("--hot-words <words>", "names and words of the stream to expect, parted by commas", wordsOf)
    .option("--threads <n>", "processors for whisper.cpp", wholeOption(1))
    .option(corpusOption[0], "transcribe videos of this corpus: a folder, or gs://bucket/prefix")
    .option(
      "--into <video>",
      "take one file into --corpus as the audio of this video, platform:id, and transcribe it there",
    )
    .option("--key <file>", "the pseudonym key for --into (else $LIVECORPUS_KEY_FILE, else one in your home folder)")
    .option("--as <forms>", `what to write of a file, some of ${transcriptForms.join(",")}`, formsOf, ["srt", "json"])
    .option("--out <folder>", "where to write what is made of files; else beside them")
    .option("--lease-seconds <s>", "a worker without a sign of life for so long is taken for dead", wholeOption(1), 30)
    .option("--retry-dead", "give what failed for good all its attempts again")
    .option("--json", "print one line of JSON for each file or video")
    .addHelpText(
      "after",
      `
Without --corpus the targets are files. Put -- before names that begin with a dash.

Examples:
  livecorpus transcribe talk.mp4 --model base --language ja --as srt,txt
  livecorpus transcribe --corpus corpus --model base --language ja
  livecorpus transcribe talk.m4a --corpus corpus --into other:talk-1 --model base`,
    )
    .action((targets: string[], flags: TranscribeFlags) => runTranscribe(targets, flags, effects));
}

async function runTranscribe(targets: readonly string[], flags: TranscribeFlags, effects: Effects): Promise<void> {
  if (flags.corpus === undefined && flags.into !== undefined)
    throw new InputError("--into names a video of a corpus: give --corpus too.");
  if (flags.corpus === undefined && targets.length === 0)
    throw new InputError("Expected files, or --corpus with its videos, found neither.");
  const named = flags.corpus === undefined ? undefined : targets.find((target) => !videoArgument(target));
  if (named !== undefined && flags.into === undefined)
    throw new InputError(
      `Expected videos of ${flags.corpus} as platform:id, found ${JSON.stringify(named)}. Leave --corpus out to transcribe a ` +
        "file, or say with --into which video its sound is of.",
    );
  const programs = { clock: effects.clock, sleep: effects.sleep ?? systemSleep, env: effects.env };
  const plan = speechPlan(await speechSettings(flags, effects.env));
  const { settings } = plan;
  const open = async () => {
    const engine = await openEngine(plan.engine, { ...programs, randomBytes: effects.randomBytes });
    try {
      return { engine, activity: await openVoiceActivity(), settings };
    } catch (error) {
      await engine.close();
      throw error;
    }
  };
  if (flags.corpus === undefined) await transcribeFiles(targets, flags, open, effects);
  else await transcribeVideos(targets, { ...flags, corpus: flags.corpus }, open, effects);
}

/** The recogniser's settings: of a file, or whisper.cpp with the model that is named; flags count more than the file. */
async function speechSettings(flags: TranscribeFlags, env: Effects["env"]): Promise<SpeechSettings> {
  const { model, engineFile, threads, language, prompt, hotWords } = flags;
  const told = {
    ...(language !== undefined && { language }),
    ...(prompt !== undefined && { prompt }),
    ...(hotWords !== undefined && { hotWords }),
  };
  if (model !== undefined && engineFile === undefined) {
    const path = findModel(model, modelsFolder(env));
    return { engine: "whisper.cpp", model: path, ...(threads !== undefined && { threads }), ...told };
  }
  if (model !== undefined || engineFile === undefined)
    throw new InputError(
      "Expected --model MODEL for whisper.cpp, or --engine-file FILE for another engine, found neither or both.",
    );
  const text = await readFile(engineFile, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`--engine-file ${engineFile}: the file cannot be read (${cause.code}).`, { cause });
  });
  try {
    return { ...SpeechSettings.parse(parse(text)), ...told };
  } catch (cause) {
    if (!(cause instanceof YAMLParseError || cause instanceof z.ZodError)) throw cause;
    throw new InputError(
      `--engine-file ${engineFile}: expected YAML with engine and what it takes, found: ${cause.message}`,
      { cause },
    );
  }
}

function wordsOf(text: string): string[] {
  const words = text.split(/[,、]/u).map((word) => word.trim());
  if (words.every((word) => word !== "")) return words;
  throw new InvalidArgumentError("expected words parted by commas.");
}

function formsOf(text: string): TranscriptForm[] {
  const names = text.split(",").map((name) => name.trim());
  const forms = transcriptForms.filter((form) => names.includes(form));
  if (forms.length === names.length) return forms;
  throw new InvalidArgumentError(`expected some of ${transcriptForms.join(",")}.`);
}
