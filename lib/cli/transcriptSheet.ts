import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { openCorpus } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { Interval } from "#lib/stats/index.ts";
import {
  type ErrorRate,
  readSheetTranscripts,
  readTranscriptSheet,
  type SheetErrorRates,
  sheetErrorRates,
  transcriptSheet,
} from "#lib/transcribe/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { chosenVideos } from "./videoArgument.ts";

interface ExportFlags {
  corpus: string;
  variant?: string;
  seed: string;
  out: string;
  json?: true;
}

/** Adds `livecorpus transcript-sheet export` and `livecorpus transcript-sheet import`. */
export function addTranscriptSheet(program: Command, effects: Effects): void {
  const sheet = program
    .command("transcript-sheet")
    .description("Check a random minute of each transcript by ear: a sheet out, word error rates in.");
  sheet
    .command("export")
    .description("Write a random minute of each transcript as a sheet to correct.")
    .argument("[video...]", "as platform:id; all where none is named")
    .option("--variant <name>", "whose transcript, where there are several")
    .option("--seed <text>", "which minutes; the same seed draws the same ones", "1")
    .option(...corpusOption)
    .option("--out <file>", "the CSV file to write", "transcript-sheet.csv")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Listen from each row's start to its end, correct the column said until it says what was said, and put an x into checked. What
was said between two rows belongs to the row before it. Rows without a mark do not count.`,
    )
    .action((videos: string[], flags: ExportFlags) => runExport(videos, flags, effects));
  sheet
    .command("import")
    .description("Read corrected sheets: word or character error rate of each video, with its interval.")
    .argument("<sheet...>", "the corrected CSV files")
    .option("--json", "print JSON")
    .action((files: string[], flags: { json?: true }) => runImport(files, flags, effects));
}

async function runExport(names: readonly string[], flags: ExportFlags, effects: Effects): Promise<void> {
  const { stdout } = effects;
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects));
  const videos = await chosenVideos(corpus, names);
  const transcripts = await readSheetTranscripts(corpus, videos, flags.variant);
  const text = transcriptSheet(transcripts, flags.seed);
  try {
    await writeFile(flags.out, text, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const why =
      code === "EEXIST" ? "it is there already, perhaps with corrections in it" : `it cannot be written (${code})`;
    throw new InputError(`--out ${flags.out}: ${why}. Name another file.`, { cause: error });
  }
  const counts = { file: flags.out, transcripts: transcripts.length, videos: videos.length };
  stdout.write(
    flags.json
      ? `${JSON.stringify(counts)}\n`
      : `${flags.out}: a minute each of ${transcripts.length} transcripts (${videos.length} videos)\n`,
  );
}

async function runImport(files: readonly string[], flags: { json?: true }, { stdout }: Effects): Promise<void> {
  const sheets = await Promise.all(
    files.map(async (file) => readTranscriptSheet(await readSheet(file), basename(file))),
  );
  const rates = sheetErrorRates(
    sheets.flatMap(({ rows }) => rows),
    "transcript sheet",
  );
  const unchecked = sheets.reduce((sum, sheet) => sum + sheet.unchecked, 0);
  stdout.write(flags.json ? `${JSON.stringify({ ...rates, unchecked })}\n` : ratesText(rates, unchecked));
}

async function readSheet(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new InputError(`${file}: the sheet cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}

function ratesText({ transcripts, together }: SheetErrorRates, unchecked: number): string {
  const lines = transcripts.map(
    ({ video, variant, ...found }) => `${video.platform}:${video.id} (${variant}): ${rateText(found)}`,
  );
  const sums = together.map(
    ({ variant, language, videos, ...found }) => `${videos} videos, ${language}, ${variant}: ${rateText(found)}`,
  );
  const left = unchecked > 0 ? [`${unchecked} rows were not checked, and do not count.`] : [];
  return `${[...lines, ...sums, ...left].join("\n")}\n`;
}

function rateText({ unit, counts, rate }: Pick<ErrorRate, "unit" | "counts" | "rate">): string {
  const { substitutions, deletions, insertions } = counts;
  const kinds = `${substitutions} wrong, ${deletions} missed, ${insertions} made up`;
  return `${unit === "words" ? "word" : "character"} error rate ${intervalText(rate)}, of ${rate.n} ${unit} ${kinds}`;
}

function intervalText({ value, low, high, reason }: Interval): string {
  if (value === null) return `unknown (${reason})`;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return low === null || high === null
    ? `${percent(value)} (no interval: ${reason})`
    : `${percent(value)} [${percent(low)}, ${percent(high)}]`;
}
