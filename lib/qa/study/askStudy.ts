import { createHash } from "node:crypto";
import { z } from "zod";
import type { Corpus } from "#lib/corpus/index.ts";
import type { Progress } from "#lib/effects/index.ts";
import {
  Answer,
  type Arm,
  type Chunk,
  type ChunkKey,
  type Question,
  type Study,
  type VideoKey,
} from "#lib/records/index.ts";
import { armBodies, type Shown } from "../arms/armBodies.ts";
import { type Asking, askReader, shownHash, shownTo } from "../ask/askReader.ts";
import { ordersFor } from "../order/ordersFor.ts";
import type { Reader } from "../read/reader.ts";
import { readerNamed } from "../read/readerNamed.ts";
import { shownQuestion } from "../read/shownQuestion.ts";
import { readJsonl, writeJsonl } from "./jsonl.ts";
import { answersPath } from "./paths.ts";
import type { StudyMaterial } from "./studyMaterial.ts";

/** An answer with what it depends on beside the text that was shown: where one differs, it is asked again. */
export const StoredAnswer = Answer.extend({
  readerVersion: z.string(),
  seed: z.string(),
  questionHash: z.string(),
});
export type StoredAnswer = z.infer<typeof StoredAnswer>;

/** How many answers were asked for, and how many were there already. */
export interface AskReport {
  asked: number;
  kept: number;
}

/**
 * Asks each reader of a study every question under every arm, in all orders and draws. What was answered is kept: an answer
 * is asked again only where its question, the text shown, the order, the reader's version or the seed is another. Answers
 * are published a video at a time, so a stopped run goes on where it was.
 *
 * @throws InputError when a reader of the study is unknown
 */
export async function askStudy(
  corpus: Corpus,
  study: Study,
  material: StudyMaterial,
  questions: readonly Question[],
  progress: Progress,
): Promise<AskReport> {
  const { chunks, languageOf, videos } = material;
  const readers = study.readers.map((name) => readerNamed(name, { seed: study.seed, questions, chunks }));
  const bodiesOf = armBodies({ chunks, languageOf, seed: study.seed });
  const report: AskReport = { asked: 0, kept: 0 };
  progress.start("ask", videos.length);
  for (const video of videos) {
    const files = await openFiles(corpus, study, readers, video);
    for (const chunk of chunks.filter((one) => isOf(one, video))) {
      const own = questions.filter((question) => isOf(question.chunk, video) && question.chunk.index === chunk.index);
      if (own.length === 0) continue;
      const bodies = bodiesOf(chunk, own.flatMap(donorsOf));
      const askings = own.flatMap((question) => askingsOf(study, question));
      for (const file of files) await askInto(file, bodies.show(file.arm), askings, study.seed, report);
    }
    // Together, since each waits for the disk; one that is missing after a stop is asked again.
    await Promise.all(files.map((file) => writeJsonl(corpus.store, file.path, file.answers)));
    progress.tick();
  }
  progress.stop();
  return report;
}

interface AnswerFile {
  path: string;
  reader: Reader;
  arm: Arm;
  known: Map<string, StoredAnswer>;
  answers: StoredAnswer[];
}

async function openFiles(
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

async function askInto(
  file: AnswerFile,
  shown: Shown,
  askings: readonly Asking[],
  seed: string,
  report: AskReport,
): Promise<void> {
  const seen = shownTo(file.reader, file.arm, shown);
  const facts = (asking: Asking) => ({
    readerVersion: file.reader.version,
    seed,
    questionHash: hashOf(asking.question),
  });
  const found = askings.map((asking) => {
    const known = file.known.get(nameOf(asking.question.id, asking));
    const today = { ...facts(asking), shown: shownHash(shownQuestion(asking.question, asking.order), seen) };
    const isSame =
      known !== undefined && Object.entries(today).every(([key, value]) => known[key as keyof typeof today] === value);
    return isSame ? known : null;
  });
  const open = askings.filter((_, i) => found[i] === null);
  const fresh = await askReader(file.reader, file.arm, shown, open, seed);
  report.asked += fresh.length;
  report.kept += askings.length - fresh.length;
  let next = 0;
  askings.forEach((asking, i) => {
    file.answers.push(found[i] ?? { ...fresh[next++]!, ...facts(asking) });
  });
}

/** Each distinct order of the study's schemes, for each draw. */
function askingsOf(study: Study, question: Question): Asking[] {
  const orders = new Map(
    study.orders.flatMap((scheme) => ordersFor(scheme, question).map((order) => [order.join(" "), order] as const)),
  );
  const draws = Array.from({ length: study.draws }, (_, draw) => draw);
  return [...orders.values()].flatMap((order) => draws.map((draw) => ({ question, order, draw })));
}

const donorsOf = (question: Question): ChunkKey[] =>
  question.distractorsFrom.filter((from): from is ChunkKey => from !== null);
const hashOf = (question: Question) => createHash("sha256").update(JSON.stringify(question)).digest("hex");
const nameOf = (question: string, { order, draw }: { order: readonly number[]; draw: number }) =>
  `${question}|${order.join(" ")}|${draw}`;
const isOf = (part: Chunk | ChunkKey, video: VideoKey) =>
  part.video.platform === video.platform && part.video.id === video.id;
