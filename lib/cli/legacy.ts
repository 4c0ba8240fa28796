import type { Command } from "commander";
import { rechunkTwitch } from "#lib/chunk/index.ts";
import { InputError } from "#lib/errors.ts";
import { type PairRow, writePairsCsv } from "#lib/formats/index.ts";
import { importLegacyRun } from "#lib/qa/index.ts";
import { openDirectoryStore, type Store } from "#lib/store/index.ts";
import { openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { legacyLine, legacyText } from "./legacyReport.ts";

interface LegacyFlags {
  out: string;
  run?: string;
  json?: true;
}

/** Adds `livecorpus legacy` with import and chunks. */
export function addLegacy(program: Command, effects: Effects): void {
  const legacy = program.command("legacy").description("Runs of the historical notebooks (protocols A, B and C).");
  legacy
    .command("import")
    .description("Score a historical run exactly as it scored itself, and again with its known faults corrected.")
    .argument(
      "<location>",
      "the run, or the folder that holds it and the run of A it builds on: a folder, or gs://bucket/prefix",
    )
    .requiredOption(
      "--out <folder>",
      "where records, repaired files and what has to be asked again are written; a new folder",
    )
    .option("--run <name>", "which run, where there are several")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Written: questions.jsonl and answers.jsonl (records), requeue.csv (empty replies, which the run kept as answers), repaired/
(the same layout: repeated rows once, empty replies gone, metrics of what is left). Nothing in <location> is changed.

Texts that the Twitch notebook cut with every message at second 0 are not mended by scoring: cut them again with
"livecorpus legacy chunks", and ask again.

Example:
  livecorpus legacy import llmqa_runs/run_1050 --out imported`,
    )
    .action((location: string, flags: LegacyFlags) => runImport(location, flags, effects));
  legacy
    .command("chunks")
    .description("Cut the streams of a historical Twitch run again, each message at its own time.")
    .argument(
      "<location>",
      "the run's folder with raw/chat and processed/whisper_*_csv: a folder, or gs://bucket/prefix",
    )
    .requiredOption("--out <folder>", "where the texts and pairs.csv are written; a new folder")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
The original did not read the time that TwitchDownloader writes, so that its first chunk held the whole chat.

Example:
  livecorpus legacy chunks twitch/20240917_1 --out chunks-mended`,
    )
    .action((location: string, flags: LegacyFlags) => runChunks(location, flags, effects));
}

async function runChunks(location: string, flags: LegacyFlags, effects: Effects): Promise<void> {
  const out = await emptyFolder(flags.out);
  const streams = rechunkTwitch(openCorpusStore(location, effects));
  const pairs: PairRow[] = [];
  const { stdout, stderr } = effects;
  let next = await streams.next();
  for (; !next.done; next = await streams.next()) {
    const { id, texts, messages, firstChunkBefore, fullestChunkNow } = next.value;
    for (const { path, text } of texts) await out.put(path, new TextEncoder().encode(text));
    pairs.push(...next.value.pairs);
    const said = { id, messages, chunks: next.value.pairs.length, firstChunkBefore, fullestChunkNow };
    stdout.write(
      flags.json
        ? `${JSON.stringify(said)}\n`
        : `${id}: ${messages} messages in ${said.chunks} chunks; the first had ${firstChunkBefore} lines of chat, the fullest has ${fullestChunkNow} now\n`,
    );
  }
  if (pairs.length === 0)
    throw new InputError(
      `${location}: expected raw/chat/ID_chat.json and processed/whisper_tiny_csv/ID.csv of one stream, found none with both. Give the folder of a run.`,
    );
  await out.put("pairs.csv", new TextEncoder().encode([...writePairsCsv(pairs)].join("")));
  if (next.value.length > 0) stderr.write(`Without chat or without speech, so left out: ${next.value.join(", ")}\n`);
}

async function emptyFolder(folder: string): Promise<Store> {
  const out = openDirectoryStore(folder);
  for await (const name of out.list(""))
    throw new InputError(`--out ${folder}: expected a new or empty folder, found ${name} in it. Name another folder.`);
  return out;
}

async function runImport(location: string, flags: LegacyFlags, effects: Effects): Promise<void> {
  const out = await emptyFolder(flags.out);
  const repaired = openDirectoryStore(`${flags.out}/repaired`);
  const found = await importLegacyRun(openCorpusStore(location, effects), out, {
    repaired,
    ...(flags.run === undefined ? {} : { run: flags.run }),
  });
  effects.stdout.write(flags.json ? legacyLine(found) : legacyText(found, flags.out));
}
