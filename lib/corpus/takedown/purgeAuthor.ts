import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "#lib/effects/index.ts";
import { ChatMessage, Chunk, type ChunkLine, type Platform, Utterance, type VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { GzipLines } from "../import/gzipLines.ts";
import { moveIn } from "../import/moveIn.ts";
import { listSteps } from "../listSteps.ts";
import { listVideos } from "../listVideos.ts";
import { publishStep } from "../publishStep.ts";
import { readRecords } from "../readOutput.ts";
import { type NumberedStep, outputPath, parseStepName, parseStepRecord, stepName } from "../stepRecord.ts";
import { videoPath } from "../videoPath.ts";
import { deleteBelow } from "./deleteVideo.ts";
import { purgePartial, videosWithPartial } from "./purgePartial.ts";
import { type PurgedRecords, purgeStudies } from "./purgeStudies.ts";
import { blotOut, removePerson } from "./removePerson.ts";
import { addTakedown } from "./takedowns.ts";

/** What a person's purge took away. */
export interface PurgedAuthor extends PurgedRecords {
  videos: number;
  messages: number;
  mentions: number;
  utterances: number;
}

const chatOutput = "messages.jsonl.gz";
const speechOutput = "utterances.jsonl.gz";

/**
 * Removes a person for good from the videos of a platform: their messages and what they said, mentions of them, the raw files
 * that name them, what unfinished fetches have kept of them, every chunk that shows them, and the questions made of such chunks. The take-down is entered first, so
 * that no import brings the person back. May be repeated at any time.
 *
 * @param pseudonyms those of the person: of the stable id, and of each name
 */
export async function purgeAuthor(
  corpus: Corpus,
  platform: Platform,
  pseudonyms: ReadonlySet<string>,
  clock: Clock,
): Promise<PurgedAuthor> {
  for (const pseudonym of pseudonyms) await addTakedown(corpus, { author: { platform, pseudonym } }, clock);
  const purged: PurgedAuthor = {
    videos: 0,
    messages: 0,
    mentions: 0,
    utterances: 0,
    questions: 0,
    answers: 0,
    calls: 0,
  };
  for (const video of await videosWithPartial(corpus, platform)) {
    const { lines, mentions } = await purgePartial(corpus, video, pseudonyms);
    purged.messages += lines;
    purged.mentions += mentions;
  }
  for (const video of await listVideos(corpus))
    if (video.platform === platform) await purgeFrom(corpus, video, pseudonyms, clock, purged);
  await deleteBelow(corpus, "cache/");
  return purged;
}

async function purgeFrom(
  corpus: Corpus,
  video: VideoKey,
  pseudonyms: ReadonlySet<string>,
  clock: Clock,
  purged: PurgedAuthor,
): Promise<void> {
  const scratch = await corpus.store.scratch();
  const before = purged.messages + purged.mentions + purged.utterances;
  try {
    for (const step of await listSteps(corpus, video)) {
      if (step.record.outputs[chatOutput])
        await rewrite(corpus, video, step, chatOutput, clock, scratch, async function* () {
          for await (const batch of readRecords(corpus, video, step, chatOutput, ChatMessage))
            for (const message of batch) {
              const kept = removePerson(message, pseudonyms);
              if (kept === null) purged.messages++;
              else if (kept !== message) purged.mentions++;
              if (kept !== null) yield kept;
            }
        });
      if (step.record.outputs[speechOutput])
        await rewrite(corpus, video, step, speechOutput, clock, scratch, async function* () {
          for await (const batch of readRecords(corpus, video, step, speechOutput, Utterance))
            for (const utterance of batch)
              if (utterance.speaker !== undefined && pseudonyms.has(utterance.speaker)) purged.utterances++;
              else yield utterance;
        });
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  if (purged.messages + purged.mentions + purged.utterances > before) purged.videos++;
  const shown = await chunksThatShow(corpus, video, pseudonyms);
  if (shown.chunks.size > 0) {
    const records = await purgeStudies(
      corpus,
      video,
      (chunk) => isOf(chunk.video, video) && shown.chunks.has(chunk.index),
    );
    purged.questions += records.questions;
    purged.answers += records.answers;
    purged.calls += records.calls;
  }
  // Only now: a purge that was stopped before finds the same chunks again.
  for (const name of shown.records) await corpus.store.delete(name);
  await removeUnnamed(corpus, video);
}

/** Publishes what is left of an output as a new record of the step, where something went; its raw sources go with it. */
async function rewrite(
  corpus: Corpus,
  video: VideoKey,
  { record }: NumberedStep,
  outputName: string,
  clock: Clock,
  scratch: string,
  keep: () => AsyncIterable<ChatMessage | Utterance>,
): Promise<void> {
  const path = join(scratch, `${record.step}.${record.variant}`);
  const out = new GzipLines(path);
  let output: { sha256: string; bytes: number };
  try {
    for await (const kept of keep()) if (out.add(Buffer.from(JSON.stringify(kept)))) await out.flush();
    output = await out.finish();
  } finally {
    out.close();
  }
  if (output.sha256 === record.outputs[outputName]!.sha256) return;
  await moveIn(corpus, path, outputPath(video, record.step, outputName, output.sha256));
  // Before the record: once that is published, nothing tells any more which sources name the person.
  for (const sha256 of Object.values(record.inputs)) await deleteBelow(corpus, `${videoPath(video)}/raw/${sha256}`);
  await publishStep(corpus, video, {
    ...record,
    outputs: { ...record.outputs, [outputName]: output },
    worker: "purge",
    finishedAt: clock.now().toISOString(),
  });
}

/** The chunk records that show a person, or what is not in the chat and speech any more, and the indices of such chunks. */
async function chunksThatShow(
  corpus: Corpus,
  video: VideoKey,
  pseudonyms: ReadonlySet<string>,
): Promise<{ records: string[]; chunks: ReadonlySet<number> }> {
  const present = new Set<string>();
  for (const step of await listSteps(corpus, video)) {
    for await (const batch of readRecords(corpus, video, step, chatOutput, ChatMessage))
      for (const { id } of batch) present.add(id);
    for await (const batch of readRecords(corpus, video, step, speechOutput, Utterance))
      for (const { id } of batch) present.add(id);
  }
  const shows = ({ ref, text }: ChunkLine) => !present.has(ref) || blotOut(text, pseudonyms) !== text;
  const records: string[] = [];
  const chunks = new Set<number>();
  for await (const name of corpus.store.list(`${videoPath(video)}/steps/chunk.`)) {
    const bytes = await corpus.store.get(name);
    const parts = parseStepName(name);
    if (!bytes || !parts) continue;
    const step = { n: parts.n, record: parseStepRecord(name, bytes) };
    const own: number[] = [];
    for await (const batch of readRecords(corpus, video, step, "chunks.jsonl.gz", Chunk))
      for (const { index, lines } of batch) if (lines.some(shows)) own.push(index);
    if (own.length > 0) records.push(name);
    for (const index of own) chunks.add(index);
  }
  return { records, chunks };
}

/**
 * Deletes the records that a later one has replaced, and the outputs and sources that no record names any more. What unfinished
 * fetches have kept is named by no record yet.
 */
async function removeUnnamed(corpus: Corpus, video: VideoKey): Promise<void> {
  const current = await listSteps(corpus, video);
  const named = new Set(
    current.flatMap(({ n, record: { step, variant, inputs, outputs } }) => [
      stepName(video, step, variant, n),
      ...Object.entries(outputs).map(([name, { sha256 }]) => outputPath(video, step, name, sha256)),
      ...Object.values(inputs).map((sha256) => `${videoPath(video)}/raw/${sha256}`),
    ]),
  );
  const deleted = new Set<string>();
  for await (const name of corpus.store.list(`${videoPath(video)}/`)) {
    if (name.startsWith(`${videoPath(video)}/partial/`)) continue;
    const isRaw = name.startsWith(`${videoPath(video)}/raw/`);
    if (named.has(isRaw ? name.slice(0, name.indexOf(".")) : name)) continue;
    await corpus.store.delete(name);
    deleted.add(name);
  }
  // A worker may have named some of it meanwhile: publishStep looks after it has named, this after it has deleted.
  for (const { n, record } of await listSteps(corpus, video)) {
    const outputs = Object.entries(record.outputs).map(([name, { sha256 }]) =>
      outputPath(video, record.step, name, sha256),
    );
    if (outputs.some((name) => deleted.has(name)))
      await corpus.store.delete(stepName(video, record.step, record.variant, n));
  }
}

const isOf = (one: VideoKey, other: VideoKey) => one.platform === other.platform && one.id === other.id;
