import { createHash } from "node:crypto";
import { z } from "zod";
import type { Corpus } from "#lib/corpus/index.ts";
import {
  Answer,
  type Arm,
  type Chunk,
  type ChunkKey,
  type Question,
  type Study,
  type VideoKey,
} from "#lib/records/index.ts";
import type { Shown } from "../arms/armBodies.ts";
import { type Asking, shownHash, shownTo } from "../ask/askReader.ts";
import { ordersFor } from "../order/ordersFor.ts";
import type { Reader } from "../read/reader.ts";
import { shownQuestion } from "../read/shownQuestion.ts";
import { readJsonl } from "./jsonl.ts";
import { answersPath } from "./paths.ts";

/** An answer with what it depends on beside the text that was shown: where one differs, it is asked again. */
export const StoredAnswer = Answer.extend({
  readerVersion: z.string(),
  seed: z.string(),
  questionHash: z.string(),
});
export type StoredAnswer = z.infer<typeof StoredAnswer>;

/** What an answer depends on beside what is shown. */
export function factsOf({ reader }: Pick<AnswerFile, "reader">, seed: string, { question }: Asking) {
  return { readerVersion: reader.version, seed, questionHash: hashOf(question) };
}

/** For each of a chunk's askings the answer that a file holds already; null where it is to be asked for. */
export function findKnown(
  file: Pick<AnswerFile, "reader" | "arm" | "known">,
  shown: Shown,
  askings: readonly Asking[],
  seed: string,
): (StoredAnswer | null)[] {
  const seen = shownTo(file.reader, file.arm, shown);
  return askings.map((asking) => {
    const { question, order } = asking;
    const known = file.known.get(nameOf(question.id, asking));
    const today = {
      ...factsOf(file, seed, asking),
      shown: shownHash(shownQuestion(question, order), seen, file.reader),
    };
    const isSame =
      known !== undefined && Object.entries(today).every(([key, value]) => known[key as keyof typeof today] === value);
    return isSame ? known : null;
  });
}

/** The answers of one reader under one arm to the questions of a video. */
export interface AnswerFile {
  path: string;
  reader: Reader;
  arm: Arm;
  known: Map<string, StoredAnswer>;
  /** In the order of the questions; null where there is no reply yet. */
  answers: (StoredAnswer | null)[];
}

/** What there is of a file's answers, and what it held before where nobody came to it. */
export function answersOf({ answers, known }: AnswerFile): StoredAnswer[] {
  const there = answers.flatMap((answer) => answer ?? []);
  if (there.length === answers.length) return there;
  const named = new Set(there.map((answer) => nameOf(answer.question, answer)));
  return [...there, ...[...known].flatMap(([name, answer]) => (named.has(name) ? [] : [answer]))];
}

/** The files of a study's answers of a video, with what they hold. */
export async function openFiles(
  corpus: Corpus,
  study: Study,
  readers: readonly Reader[],
  video: VideoKey,
): Promise<AnswerFile[]> {
  const files: AnswerFile[] = [];
  for (const reader of readers)
    for (const arm of study.arms) {
      const path = answersPath(study.name, reader.name, arm, video);
      const stored = await readJsonl(corpus.store, path, StoredAnswer);
      files.push({ path, reader, arm, known: new Map(stored.map((a) => [nameOf(a.question, a), a])), answers: [] });
    }
  return files;
}

/** Each distinct order of the study's schemes, for each draw. */
export function askingsOf(study: Study, question: Question): Asking[] {
  const orders = new Map(
    study.orders.flatMap((scheme) => ordersFor(scheme, question).map((order) => [order.join(" "), order] as const)),
  );
  const draws = Array.from({ length: study.draws }, (_, draw) => draw);
  return [...orders.values()].flatMap((order) => draws.map((draw) => ({ question, order, draw })));
}

/** The chunks that a question took wrong choices from. */
export const donorsOf = (question: Question): ChunkKey[] =>
  question.distractorsFrom.filter((from): from is ChunkKey => from !== null);
const hashOf = (question: Question) => createHash("sha256").update(JSON.stringify(question)).digest("hex");
const nameOf = (question: string, { order, draw }: { order: readonly number[]; draw: number }) =>
  `${question}|${order.join(" ")}|${draw}`;
/** Whether a chunk is of a video. */
export const isOf = (part: Chunk | ChunkKey, video: VideoKey) =>
  part.video.platform === video.platform && part.video.id === video.id;
