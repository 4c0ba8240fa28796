import { type Corpus, listVideos, readChunks, readTakedowns, readVideo } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { Chunk, Frame, Study, Video, VideoKey } from "#lib/records/index.ts";
import { guessLanguage, type Language } from "#lib/text/index.ts";
import { checkFrameChunks, checkFrameVideos } from "./checkFrame.ts";

/** What a study is asked of: its videos with their chunks and languages. */
export interface StudyMaterial {
  videos: readonly Video[];
  chunks: readonly Chunk[];
  languageOf: (video: VideoKey) => Language;
}

/**
 * Reads the chunks of a study's videos.
 *
 * @param variant the variant of the chunk step that the study's settings name
 * @param frame of a locked study, as `lockedStudy` gave its videos
 * @throws InputError when a video has no chunks of that variant, when there is no video, or when a locked study's are others
 */
export async function readStudyMaterial(
  corpus: Corpus,
  study: Study,
  variant: string,
  frame: Frame | null = null,
): Promise<StudyMaterial> {
  if (frame) await checkFrameVideos(frame, corpus);
  const keys = await studyVideos(corpus, study);
  const videos: Video[] = [];
  const chunks: Chunk[] = [];
  const languages = new Map<string, Language>();
  for (const key of keys) {
    const video = await readVideo(corpus, key);
    const own: Chunk[] = [];
    for await (const chunk of readChunks(corpus, key, variant)) own.push(chunk);
    if (own.length === 0)
      throw new InputError(
        `Video ${key.platform} ${key.id} has no chunks of the variant ${variant} in ${corpus.store.location}. ` +
          "Run livecorpus chunk with the study's settings, or leave the video out of the study.",
      );
    videos.push(video);
    languages.set(nameOf(key), knownLanguage(video.language) ?? guessLanguage(sample(own)));
    chunks.push(...own);
  }
  if (videos.length === 0)
    throw new InputError(
      `The study ${study.name} has no videos: ${corpus.store.location} holds none. Import some first.`,
    );
  const languageOf = (video: VideoKey) => languages.get(nameOf(video)) ?? "en";
  if (frame) checkFrameChunks(frame, chunks, languageOf);
  return { videos, chunks, languageOf };
}

/** The videos that a study is about, without those that were taken down since it was written. */
export async function studyVideos(corpus: Corpus, { videos }: Study): Promise<readonly VideoKey[]> {
  if (videos === "all") return listVideos(corpus);
  const takedowns = await readTakedowns(corpus);
  return videos.filter((video) => !takedowns.hasVideo(video));
}

const nameOf = ({ platform, id }: VideoKey) => `${platform}/${id}`;
const sampledLines = 2000;

function sample(chunks: readonly Chunk[]): string {
  const lines = chunks.flatMap((chunk) => chunk.lines);
  return lines
    .slice(0, sampledLines)
    .map((line) => line.text)
    .join("\n");
}

function knownLanguage(tag: string | undefined): Language | null {
  const primary = tag?.toLowerCase().split(/[-_]/u)[0];
  return primary === "ja" || primary === "ko" || primary === "en" ? primary : null;
}
