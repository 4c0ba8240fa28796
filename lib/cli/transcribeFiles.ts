import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileHashes } from "#lib/corpus/index.ts";
import { stopOnSignal } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
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
  const { engine, activity, settings } = await open();
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
  } finally {
    await engine.close();
    await activity.close();
  }
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
