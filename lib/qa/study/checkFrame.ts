import { type Corpus, listVideos, readTakedowns } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { Chunk, Frame, Question, VideoKey } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";
import { hashRecords } from "./hashRecords.ts";

const newName = "or lock what there is now as a new study under a new name.";

/**
 * Makes sure that a locked study's videos are there as they were locked.
 *
 * @throws InputError naming the videos that are gone, or that were taken down since then
 */
export async function checkFrameVideos(frame: Frame, corpus: Corpus): Promise<void> {
  const there = new Set((await listVideos(corpus)).map(nameOf));
  const takedowns = await readTakedowns(corpus);
  const down = frame.videos.filter((video) => takedowns.hasVideo(video)).map(nameOf);
  const lockedOn = `The study ${frame.study} was locked on ${frame.lockedAt} with`;
  if (down.length > 0)
    throw new InputError(
      `${lockedOn} ${listed(down)}, taken down from ${corpus.store.location} since then. ` +
        "Nothing brings that back: lock what is left as a new study under a new name.",
    );
  const gone = frame.videos.map(nameOf).filter((name) => !there.has(name));
  if (gone.length > 0)
    throw new InputError(
      `${lockedOn} ${listed(gone)}, and ${corpus.store.location} holds no such video. ` +
        `Import it again from the same files, ${newName}`,
    );
}

/**
 * Makes sure that the chunks of a locked study are those of its frame.
 *
 * @throws InputError naming each video whose chunks or language are others
 */
export function checkFrameChunks(
  frame: Frame,
  chunks: readonly Chunk[],
  languageOf: (video: VideoKey) => Language,
): void {
  const differing = frame.videos.flatMap((video) => {
    const name = nameOf(video);
    const { count, sha256 } = hashRecords(chunks.filter((chunk) => nameOf(chunk.video) === name));
    const language = languageOf(video);
    return [
      ...(sha256 === video.chunks.sha256
        ? []
        : [
            `  ${name}: chunks: locked ${video.chunks.count} (${short(video.chunks)}), found ${count} (${short({ sha256 })})`,
          ]),
      ...(language === video.language ? [] : [`  ${name}: language: locked ${video.language}, found ${language}`]),
    ];
  });
  if (differing.length === 0) return;
  throw new InputError(
    `The study ${frame.study} was locked on ${frame.lockedAt}, and what it asks about is another since then:\n` +
      `${differing.join("\n")}\nRestore the raw files and the version that cut these chunks, ${newName}`,
  );
}

/**
 * Makes sure that questions which were written before the lock are still the same.
 *
 * @throws InputError naming each video whose questions are others
 */
export function checkFrameQuestions(frame: Frame, questions: readonly Question[]): void {
  const differing = questionDifferences(frame, questions);
  if (differing.length === 0) return;
  throw new InputError(
    `The study ${frame.study} was locked on ${frame.lockedAt}, and its questions are others since then:\n` +
      `${differing.join("\n")}\nRestore studies/${frame.study}/questions, ${newName}`,
  );
}

/** One line for each video whose questions are not those of the lock; none where they were not written yet. */
export function questionDifferences(frame: Frame, questions: readonly Question[]): string[] {
  return frame.videos.flatMap((video) => {
    if (video.questions === null) return [];
    const name = nameOf(video);
    const now = hashRecords(questions.filter(({ chunk }) => nameOf(chunk.video) === name));
    if (now.sha256 === video.questions.sha256) return [];
    const before = `${video.questions.count} (${short(video.questions)})`;
    return [`  ${name}: questions: locked ${before}, found ${now.count} (${short(now)})`];
  });
}

const nameOf = ({ platform, id }: VideoKey) => `${platform} ${id}`;
const short = ({ sha256 }: { sha256: string }) => sha256.slice(0, 12);
const listed = (names: readonly string[]) =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
