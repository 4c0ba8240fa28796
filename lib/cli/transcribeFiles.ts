import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileHashes } from "#lib/corpus/index.ts";
import { retry, seededRandom, stopOnSignal, systemSleep } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import { probeMedia } from "#lib/media/index.ts";
import { fileError } from "#lib/store/index.ts";
import { guessLanguage } from "#lib/text/index.ts";
import {
  type Checkpoint,
  countTranscript,
  type SpeechEngine,
  type TranscribeSettings,
  type TranscriptFacts,
  type TranscriptForm,
  transcribeFile,
  type VoiceActivity,
  writeTranscript,
} from "#lib/transcribe/index.ts";
import type { Effects } from "./effects.ts";
import { transcriptCounts } from "./transcriptCounts.ts";

/** What speech is transcribed with, once it is opened. */
export interface OpenSpeech {
  engine: SpeechEngine;
  activity: VoiceActivity;
  settings: TranscribeSettings;
}

/** An engine that ended is given the window again, within so long; where that does not help, a person has to look. */
const patience = { firstPauseMs: 500, longestPauseMs: 8000, giveUpAfterMs: 60_000 };

/**
 * Transcribes files and writes the transcripts beside them. What was heard of a file is kept in a folder there until all is
 * written, so the same command goes on after a kill. All files are looked at before the first is heard.
 */
export async function transcribeFiles(
  files: readonly string[],
  flags: { as: readonly TranscriptForm[]; out?: string; json?: true },
  open: () => Promise<OpenSpeech>,
  effects: Effects,
): Promise<void> {
  const { clock, progress, stdout } = effects;
  const jobs = files.map((file) => ({ file, targets: targetsOf(file, flags) }));
  const all = jobs.flatMap(({ targets }) => targets.map(({ path }) => path));
  const twice = all.find((path, i) => all.indexOf(path) < i);
  if (twice !== undefined)
    throw new InputError(
      `Two files would become ${JSON.stringify(twice)}. Transcribe them one after the other, with --out.`,
    );
  for (const { file, targets } of jobs) {
    await probeMedia(file, undefined, { needsAudio: true });
    for (const { path } of targets)
      if (await exists(path))
        throw new InputError(
          `${JSON.stringify(path)} is there already. Move it away, or name another folder with --out.`,
        );
  }
  const signal = stopOnSignal(process);
  const { engine: opened, activity, settings } = await open();
  const engine = { ...opened, hear: patiently(opened, effects) };
  try {
    for (const { file, targets } of jobs) {
      const checkpoint = folderCheckpoint(partialOf(file, flags));
      const audioSha256 = await fileHashes(clock)(file);
      const label = (text: string, total: number) => progress.start(`${basename(file)}: ${text}`, total);
      const shown = { ...progress, start: label };
      const about = { engine, activity, settings, audioSha256, checkpoint, progress: shown, signal };
      const { transcript, decodeErrors } = await transcribeFile(file, about);
      const facts = countTranscript(transcript, decodeErrors);
      const said = transcript.utterances.slice(0, 500).map(({ text }) => text);
      const language = settings.language ?? guessLanguage(said.join("\n"));
      const video = basename(file, extname(file));
      for (const { form, path } of targets)
        await writeWhole(path, [...writeTranscript(form, transcript.utterances, { video, language })].join(""));
      await checkpoint.drop();
      stdout.write(flags.json ? reportJson(file, targets, facts) : reportText(file, targets, facts));
    }
  } catch (error) {
    if (signal.aborted) throw new TransientError(`Stopped. ${goOn}`, { cause: error });
    if (error instanceof TransientError) throw new TransientError(`${error.message} ${goOn}`, { cause: error });
    throw error;
  } finally {
    await engine.close();
    await activity.close();
  }
}

const goOn = "Give the same command again: what was heard is kept, and it goes on from there.";

function patiently(engine: SpeechEngine, effects: Effects): SpeechEngine["hear"] {
  const { clock, sleep = systemSleep, stderr, randomBytes } = effects;
  const random = seededRandom(Buffer.from(randomBytes(8)).toString("hex"));
  const pausing = ({ message }: Error) => stderr.write(`${message} The window is heard again.\n`);
  return (window, signal) =>
    retry(
      () => {
        signal?.throwIfAborted();
        return engine.hear(window, signal);
      },
      patience,
      { clock, sleep, random, pausing },
    );
}

interface Target {
  form: TranscriptForm;
  path: string;
}

function targetsOf(file: string, { as, out }: { as: readonly TranscriptForm[]; out?: string }): Target[] {
  const name = basename(file, extname(file));
  const ending = (form: TranscriptForm) => (form === "pococha-csv" ? "pococha.csv" : form);
  return as.map((form) => ({ form, path: join(out ?? dirname(file), `${name}.${ending(form)}`) }));
}

const partialOf = (file: string, { out }: { out?: string }) =>
  join(out ?? dirname(file), `.${basename(file)}.transcribing`);

function folderCheckpoint(folder: string): Checkpoint & { drop(): Promise<void> } {
  const pathOf = (key: string) => join(folder, `${key}.json`);
  return {
    read: async (key) => ((await exists(pathOf(key))) ? readFile(pathOf(key), "utf8") : null),
    write: (key, text) => writeWhole(pathOf(key), text),
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Whole or not at all: what a kill leaves behind has another name. */
async function writeWhole(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
  } catch (error) {
    throw fileError(error, `write ${JSON.stringify(path)}`);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function reportJson(file: string, targets: readonly Target[], facts: TranscriptFacts): string {
  return `${JSON.stringify({ file, written: targets.map(({ path }) => path), ...facts })}\n`;
}

function reportText(file: string, targets: readonly Target[], facts: TranscriptFacts): string {
  return `${file}: ${transcriptCounts(facts)}\n  ${targets.map(({ path }) => path).join(", ")}\n`;
}
