import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { importFiles, openCorpus, readPseudonymKey } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { type ColumnMapping, parseColumnMapping } from "#lib/formats/index.ts";
import { Platform } from "#lib/records/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { importReportJson, importReportText, importWarnings } from "./importReport.ts";

interface ImportFlags {
  platform: Platform;
  video: string;
  corpus: string;
  key?: string;
  start?: string;
  zone?: string;
  format?: string;
  map?: string;
  strict?: true;
  json?: true;
}

/** Adds `livecorpus import`. */
export function addImport(program: Command, effects: Effects): void {
  program
    .command("import")
    .description("Read chat logs and transcripts of one video into a corpus.")
    .argument("<file...>", "the files; all chat files of one call are merged, one transcript may be among them")
    .addOption(
      new Option("--platform <platform>", "where the video is from").choices(Platform.options).makeOptionMandatory(),
    )
    .requiredOption("--video <id>", "the platform's id of the video")
    .option(corpusOption[0], "where the corpus is or shall be: a folder, or gs://bucket/prefix", corpusOption[2])
    .option("--key <file>", "the pseudonym key (else $LIVECORPUS_KEY_FILE, else one in your home folder)")
    .option("--start <time>", "when the stream began, for logs with wall-clock times, e.g. 2024-05-01T20:00:00+09:00")
    .option("--zone <zone>", "the time zone of --start and of the log's times, e.g. Asia/Tokyo")
    .option("--format <name>", "the format, where it is not to be recognised by content")
    .option("--map <file>", "a mapping of columns (YAML or JSON) for a log of your own")
    .option("--strict", "refuse what is otherwise left out and counted")
    .option("--json", "print one line of JSON for each file")
    .addHelpText(
      "after",
      `
Examples:
  livecorpus import chat.json talk.vtt --platform twitch --video 1234567890
  livecorpus import irc.log --platform twitch --video 1234567890 --start "2024-05-01 20:00:00" --zone Asia/Tokyo`,
    )
    .action((files: string[], flags: ImportFlags) => runImport(files, flags, effects));
}

async function runImport(files: readonly string[], flags: ImportFlags, effects: Effects): Promise<void> {
  const { env, randomBytes, clock, progress, stdout, stderr } = effects;
  const mapping = flags.map === undefined ? undefined : await readMapping(flags.map);
  const key = await readPseudonymKey({ file: flags.key, env, randomBytes, outside: flags.corpus });
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects), { create: true, key });
  const steps = await importFiles({
    corpus,
    video: { platform: flags.platform, id: flags.video },
    files,
    start: flags.start,
    zone: flags.zone,
    format: flags.format,
    mapping,
    strict: flags.strict,
    clock,
    progress,
  });
  stdout.write(flags.json ? importReportJson(steps) : importReportText(steps));
  stderr.write(importWarnings(steps));
}

async function readMapping(file: string): Promise<ColumnMapping> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new InputError(`--map ${file}: the file cannot be read (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
    });
  }
  return parseColumnMapping(text, file);
}
