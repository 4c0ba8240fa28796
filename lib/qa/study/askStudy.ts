import type { Corpus } from "#lib/corpus/index.ts";
import type { Progress } from "#lib/effects/index.ts";
import { LeaseLostError } from "#lib/errors.ts";
import type { Question, Study } from "#lib/records/index.ts";
import { armBodies, type Shown } from "../arms/armBodies.ts";
import { AskQueue } from "../ask/askQueue.ts";
import { type Asking, asker } from "../ask/askReader.ts";
import { throwFailed } from "../ask/throwFailed.ts";
import type { OpenModel } from "../models/openModel.ts";
import { readerNamed } from "../read/readerNamed.ts";
import { type AnswerFile, answersOf, askingsOf, donorsOf, factsOf, findKnown, isOf, openFiles } from "./answerFiles.ts";
import { writeJsonl } from "./jsonl.ts";
import type { StudyMaterial } from "./studyMaterial.ts";

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
 * @throws InputError when a reader of the study is unknown; LeaseLostError where that is why it was stopped, with nothing published
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
  const stop = (error: unknown) => {
    for (const queue of queues.values()) queue.stop(error);
  };
  await eachAtOnce(videos, { atOnce: queues.size > 0 ? videosAtOnce : 1, stop }, async (video) => {
    if (signal?.aborted || [...queues.values()].some((queue) => queue.stopped)) return;
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
    // Another worker owns the video: its file may be more than this one has. The answers themselves are kept as calls.
    if (signal?.reason instanceof LeaseLostError) throw signal.reason;
    // Together, since each waits for the disk; one that is missing after a stop is asked again.
    await Promise.all(files.map((file) => writeJsonl(corpus.store, file.path, answersOf(file))));
    progress.tick();
  });
  progress.stop();
  throwFailed([...queues.values()], `${report.asked + report.kept} answers are kept.`, signal);
  return report;
}

/** Puts what is known of a chunk's answers into their file, and gives what asks for each of the others. */
function openGroup(
  file: AnswerFile,
  shown: Shown,
  askings: readonly Asking[],
  seed: string,
  report: AskReport,
): (signal?: AbortSignal) => (() => Promise<void>)[] {
  const first = file.answers.length;
  const known = findKnown(file, shown, askings, seed);
  report.kept += known.filter((answer) => answer !== null).length;
  file.answers.push(...known);
  return (signal) => {
    const ask = asker(file.reader, file.arm, shown, seed, signal);
    return askings.flatMap((asking, i) => {
      if (known[i]) return [];
      const one = async () => {
        file.answers[first + i] = { ...(await ask(asking)), ...factsOf(file, seed, asking) };
        report.asked++;
      };
      return [one];
    });
  };
}

/** Does something with each of some items, so many at once, begun in their order; where one fails it stops and waits for the others. */
async function eachAtOnce<T>(
  items: readonly T[],
  { atOnce, stop }: { atOnce: number; stop: (error: unknown) => void },
  act: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const running = Array.from({ length: atOnce }, async () => {
    try {
      for (const item of left) await act(item);
    } catch (error) {
      stop(error);
      throw error;
    }
  });
  const ends = await Promise.allSettled(running);
  const broken = ends.find((end): end is PromiseRejectedResult => end.status === "rejected");
  if (broken) throw broken.reason;
}
