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
import { AskQueue } from "../ask/askQueue.ts";
import { type Asking, asker, shownHash, shownTo } from "../ask/askReader.ts";
import { throwFailed } from "../ask/throwFailed.ts";
import type { OpenModel } from "../models/openModel.ts";
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

/** What asking models takes: who gives them, and what stops it. Studies of embedded readers need none of it. */
export interface AskOptions {
  open?: OpenModel;
  signal?: AbortSignal;
}

/** Videos that are asked about at once where a reader is a model, so that the last answers of one keep no place empty. */
const videosAtOnce = 4;

/**
 * Asks each reader of a study every question under every arm, in all orders and draws. What was answered is kept: an answer
 * is asked again only where its question, the text shown, the order, the reader's version or the seed is another. Answers
 * are published a video at a time, so a stopped run goes on where it was; those of models also when it stops within a video.
 *
 * Models are asked many questions at once, those of a chunk under an arm after each other, since they share the beginning of
 * their requests. A question that gets no reply, or a signal that stops the run, leaves no answer.
 *
 * @throws InputError when a reader of the study is unknown
 * @throws TransientError when questions to a model had no reply, with the others' answers kept; errors that stop a run as they are
 */
export async function askStudy(
  corpus: Corpus,
  study: Study,
  material: StudyMaterial,
  questions: readonly Question[],
  progress: Progress,
  options: AskOptions = {},
): Promise<AskReport> {
  const { chunks, languageOf, videos } = material;
  const { seed, models } = study;
  const { open, signal } = options;
  const readers = study.readers.map((name) => readerNamed(name, { seed, questions, chunks, models, open }));
  const bodiesOf = armBodies({ chunks, languageOf, seed });
  const report: AskReport = { asked: 0, kept: 0 };
  const queues = new Map(
    readers.flatMap((reader) =>
      reader.asksModel ? [[reader, new AskQueue(reader.asksModel.inFlight, signal)] as const] : [],
    ),
  );
  progress.start("ask", videos.length);
  await eachAtOnce(videos, queues.size > 0 ? videosAtOnce : 1, async (video) => {
    if ([...queues.values()].some((queue) => queue.stopped)) return;
    const files = await openFiles(corpus, study, readers, video);
    const asking: Promise<void>[] = [];
    for (const chunk of chunks.filter((one) => isOf(one, video))) {
      const own = questions.filter((question) => isOf(question.chunk, video) && question.chunk.index === chunk.index);
      if (own.length === 0) continue;
      const bodies = bodiesOf(chunk, own.flatMap(donorsOf));
      const askings = own.flatMap((question) => askingsOf(study, question));
      for (const file of files) {
        const queue = queues.get(file.reader);
        const group = openGroup(file, bodies.show(file.arm), askings, seed, report);
        if (queue) asking.push(queue.askGroup(group(signal)));
        else for (const ask of group()) await ask();
      }
    }
    await Promise.all(asking);
    // Together, since each waits for the disk; one that is missing after a stop is asked again.
    await Promise.all(files.map((file) => writeJsonl(corpus.store, file.path, answersOf(file))));
    progress.tick();
  });
  progress.stop();
  throwFailed([...queues.values()], `${report.asked + report.kept} answers are kept.`, signal);
  return report;
}

interface AnswerFile {
  path: string;
  reader: Reader;
  arm: Arm;
  known: Map<string, StoredAnswer>;
  /** In the order of the questions; null where there is no reply yet. */
  answers: (StoredAnswer | null)[];
}

/** What there is of a file's answers, and what it held before where nobody came to it. */
function answersOf({ answers, known }: AnswerFile): StoredAnswer[] {
  const there = answers.flatMap((answer) => answer ?? []);
  if (there.length === answers.length) return there;
  const named = new Set(there.map((answer) => nameOf(answer.question, answer)));
  return [...there, ...[...known].flatMap(([name, answer]) => (named.has(name) ? [] : [answer]))];
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

/** Puts what is known of a chunk's answers into their file, and gives what asks for each of the others. */
function openGroup(
  file: AnswerFile,
  shown: Shown,
  askings: readonly Asking[],
  seed: string,
  report: AskReport,
): (signal?: AbortSignal) => (() => Promise<void>)[] {
  const { reader, arm, answers, known } = file;
  const seen = shownTo(reader, arm, shown);
  const open: { asking: Asking; place: number }[] = [];
  const facts = ({ question }: Asking) => ({ readerVersion: reader.version, seed, questionHash: hashOf(question) });
  for (const asking of askings) {
    const { question, order } = asking;
    const before = known.get(nameOf(question.id, asking));
    const today = { ...facts(asking), shown: shownHash(shownQuestion(question, order), seen, reader) };
    const isSame =
      before !== undefined &&
      Object.entries(today).every(([key, value]) => before[key as keyof typeof today] === value);
    if (isSame) report.kept++;
    else open.push({ asking, place: answers.length });
    answers.push(isSame ? before : null);
  }
  return (signal) => {
    const ask = asker(reader, arm, shown, seed, signal);
    return open.map(({ asking, place }) => async () => {
      answers[place] = { ...(await ask(asking)), ...facts(asking) };
      report.asked++;
    });
  };
}

/** Does something for each of some items, so many at once, begun in their order. */
async function eachAtOnce<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await act(item);
    }),
  );
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
