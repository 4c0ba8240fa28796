import { createHash } from "node:crypto";
import { z } from "zod";
import { type Corpus, isStale, latestStep, type StepRecord, tookMs } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { Study, VideoKey } from "#lib/records/index.ts";
import { modelWriterName } from "../models/asksModels.ts";
import { writerVersion } from "../models/modelWriter.ts";
import { verifierVersion } from "../models/verifyQuestions.ts";
import { readerNamed } from "../read/readerNamed.ts";
import { clozeWriter } from "../write/writeQuestions.ts";
import { answersPath, questionsPath, studyFolder } from "./paths.ts";

const Written = z.object({ madeOf: z.string() });
const askVersion = 1;
const writtenPath = (study: Study) => `${studyFolder(study.name)}/written.json`;
const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");

/**
 * What a study's questions are made of, as one hash: the chunks of all its videos, since wrong choices come from other videos
 * too, the writer and the seed. Null where a video has no chunks yet.
 *
 * @param variant the variant of the chunk step that the study's settings name
 */
export async function questionsMadeOf(
  corpus: Corpus,
  study: Study,
  videos: readonly VideoKey[],
  variant: string,
): Promise<string | null> {
  const chunks: unknown[] = [];
  for (const { platform, id } of videos) {
    const step = await latestStep(corpus, { platform, id }, "chunk", variant);
    if (!step) return null;
    chunks.push([platform, id, step.record.outputs["chunks.jsonl.gz"]?.sha256]);
  }
  return sha256(JSON.stringify([study.writer, clozeWriter.version, study.seed, chunks, ...madeByModels(study)]));
}

/** Of questions that models write or verify also their versions, and from which length on a chunk is given to the writer. */
function madeByModels(study: Study): unknown[] {
  const writes = study.writer.name === modelWriterName;
  const verifies = verifierVersion(study);
  return [...(writes ? [writerVersion(study), study.gates.minCombinedChars] : []), ...(verifies ? [verifies] : [])];
}

/**
 * What a study's questions were made of when they were written; null where that is not on record.
 *
 * @throws InputError when the record is damaged
 */
export async function writtenOf({ store }: Corpus, study: Study): Promise<string | null> {
  const bytes = await store.get(writtenPath(study));
  if (bytes === null) return null;
  try {
    return Written.parse(JSON.parse(Buffer.from(bytes).toString("utf8"))).madeOf;
  } catch (cause) {
    throw new InputError(
      `${writtenPath(study)} in ${store.location} does not say what the questions were made of. Delete it; they are written again.`,
      { cause },
    );
  }
}

/** True when a study's questions were written of exactly this, and each video has its file of them. */
export async function isWritten(
  corpus: Corpus,
  study: Study,
  videos: readonly VideoKey[],
  madeOf: string,
): Promise<boolean> {
  if ((await writtenOf(corpus, study)) !== madeOf) return false;
  const files = await Promise.all(videos.map((video) => corpus.store.stat(questionsPath(study.name, video))));
  return files.every((file) => file !== null);
}

/** Notes what a study's questions were made of; called when all of them are there. */
export async function markWritten({ store }: Corpus, study: Study, madeOf: string): Promise<void> {
  await store.put(writtenPath(study), Buffer.from(`${JSON.stringify({ madeOf }, null, 2)}\n`));
}

/** What the step record `ask` of a video says: what was asked of what. Its answers lie in the study's folder. */
export async function askRecord(
  { store }: Corpus,
  study: Study,
  video: VideoKey,
  madeOf: string,
): Promise<Pick<StepRecord, "step" | "variant" | "version" | "params" | "inputs" | "outputs" | "tools">> {
  const supplies = { seed: study.seed, questions: [], chunks: [], models: study.models };
  return {
    step: "ask",
    variant: study.name,
    version: askVersion,
    params: {
      readers: study.readers.map((name) => [name, readerNamed(name, supplies).version]),
      arms: study.arms,
      orders: study.orders,
      draws: study.draws,
      seed: study.seed,
    },
    inputs: { material: madeOf, questions: sha256((await store.get(questionsPath(study.name, video))) ?? "") },
    outputs: {},
    tools: { node: process.version },
  };
}

/** Whether a video's questions are answered as the study asks them today, and the number of the record that says so. */
export async function askState(
  corpus: Corpus,
  study: Study,
  video: VideoKey,
  madeOf: string,
): Promise<{ done: boolean; published: number; tookMs?: number }> {
  const known = await latestStep(corpus, video, "ask", study.name);
  if (!known) return { done: false, published: 0 };
  const published = known.n;
  if (isStale(known.record, await askRecord(corpus, study, video, madeOf))) return { done: false, published };
  const paths = study.readers.flatMap((reader) => study.arms.map((arm) => answersPath(study.name, reader, arm, video)));
  const files = await Promise.all(paths.map((path) => corpus.store.stat(path)));
  return { done: files.every((file) => file !== null), published, tookMs: tookMs(known.record) };
}
