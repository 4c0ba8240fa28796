import { writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { chooseSpeech, openCorpus } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { readTranscript, type TranscriptForm, transcriptForms, writeTranscript } from "#lib/transcribe/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { chosenVideos } from "./videoArgument.ts";

interface TranscriptFlags {
  as: TranscriptForm;
  variant?: string;
  corpus: string;
  out?: string;
}

/** Adds `livecorpus transcript`. */
export function addTranscript(program: Command, effects: Effects): void {
  program
    .command("transcript")
    .description("Write the transcript of one video of a corpus as subtitles, text, a table or JSON.")
    .argument("<video>", "as platform:id")
    .addOption(new Option("--as <form>", "in which form").choices(transcriptForms).default("srt"))
    .option("--variant <name>", "whose transcript, where there are several, e.g. whisper.cpp-ggml-base-ja")
    .option(...corpusOption)
    .option("--out <file>", "the file to write; else it is printed")
    .addHelpText("after", "\nExample:\n  livecorpus transcript youtube:abcdefghijk --as vtt --out talk.vtt")
    .action((video: string, flags: TranscriptFlags) => runTranscript(video, flags, effects));
}

async function runTranscript(name: string, flags: TranscriptFlags, effects: Effects): Promise<void> {
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects));
  const [video] = await chosenVideos(corpus, [name]);
  const step = video && (await chooseSpeech(corpus, video, flags.variant));
  if (!step)
    throw new InputError(`${name} has no transcript in ${flags.corpus}. Make one with livecorpus transcribe ${name}.`);
  const { utterances, language } = await readTranscript(corpus, video, step);
  const written = [...writeTranscript(flags.as, utterances, { video: video.id, language })].join("");
  if (flags.out === undefined) {
    effects.stdout.write(written);
    return;
  }
  try {
    await writeFile(flags.out, written, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const why = code === "EEXIST" ? "it is there already" : `it cannot be written (${code})`;
    throw new InputError(`--out ${flags.out}: ${why}. Name another file.`, { cause: error });
  }
}
