import type { Command } from "commander";
import { openCorpus } from "#lib/corpus/index.ts";
import { PermanentError } from "#lib/errors.ts";
import { checkTranscripts, errorUnit, type TranscriptStanding } from "#lib/transcribe/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { chosenVideos } from "./videoArgument.ts";

interface CheckFlags {
  corpus: string;
  variant?: string;
  json?: true;
}

/** Adds `livecorpus check-transcripts`. */
export function addCheckTranscripts(program: Command, effects: Effects): void {
  program
    .command("check-transcripts")
    .description("Say which transcripts of a corpus are done, missing or suspicious; ends with 4 where one is.")
    .argument("[video...]", "as platform:id; all where none is named")
    .option("--variant <name>", "this one only; a video without it counts as missing")
    .option(...corpusOption)
    .option("--json", "print one line of JSON for each transcript")
    .addHelpText(
      "after",
      `
dropped: of the utterances, those that the gate does not believe. speech: of the sound, by voice activity. heard: of the
speech, what has text. same: of the utterances, those that say what the most frequent says. a minute: words of a minute of
text, or characters where a language is written without blanks.

Example:
  livecorpus check-transcripts --variant whisper.cpp-ggml-base-ja`,
    )
    .action((videos: string[], flags: CheckFlags) => runCheck(videos, flags, effects));
}

async function runCheck(names: readonly string[], flags: CheckFlags, effects: Effects): Promise<void> {
  const { stdout } = effects;
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects));
  const videos = await chosenVideos(corpus, names);
  const counts: Record<TranscriptStanding["standing"], number> = {
    good: 0,
    suspicious: 0,
    missing: 0,
    stale: 0,
    noAudio: 0,
  };
  if (!flags.json)
    stdout.write(row(["video", "transcript", "", "lines", "dropped", "speech", "heard", "same", "a minute"]));
  for await (const one of checkTranscripts(corpus, videos, flags)) {
    counts[one.standing]++;
    stdout.write(flags.json ? `${JSON.stringify(one)}\n` : standingText(one));
  }
  const wrong = counts.suspicious + counts.missing + counts.stale;
  if (!flags.json)
    stdout.write(
      `${counts.good} good, ${counts.suspicious} suspicious, ${counts.missing} missing, ${counts.stale} stale` +
        `${counts.noAudio > 0 ? `, ${counts.noAudio} videos with neither audio nor transcript` : ""}\n`,
    );
  if (wrong > 0) throw new PermanentError(`${wrong} transcripts are missing or ask to be looked at: see above.`);
}

function standingText({ video, variant, standing, look, language, findings }: TranscriptStanding): string {
  const share = (value: number | null | undefined) =>
    value === null || value === undefined ? "-" : `${Math.round(100 * value)} %`;
  const rate = look?.unitsPerMinute;
  const unit = language !== null && errorUnit(language) === "characters" ? " chars" : " words";
  const line = row([
    `${video.platform}:${video.id}`,
    variant ?? "-",
    standing,
    look ? String(look.utterances) : "-",
    ...[share(look?.dropRate), share(look?.speechShare), share(look?.heardShare), share(look?.repeatedShare)],
    rate === null || rate === undefined ? "-" : `${Math.round(rate)}${unit}`,
  ]);
  return [line, ...findings.map((finding) => `    ${finding}\n`)].join("");
}

const widths = [26, 30, 11, 7, 8, 7, 7, 6, 12];

function row(cells: readonly string[]): string {
  return `${cells
    .map((cell, i) => (i < 3 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
    .join(" ")
    .trimEnd()}\n`;
}
