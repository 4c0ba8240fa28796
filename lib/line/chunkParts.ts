import { chunkState, chunkVideo } from "#lib/chunk/index.ts";
import { purgeAuthor, readTakedowns } from "#lib/corpus/index.ts";
import { TransientError } from "#lib/errors.ts";
import { checkFrameVideos } from "#lib/qa/index.ts";
import type { LineContext, LinePart } from "./lineStep.ts";
import { lineVideos } from "./lineVideos.ts";

/** The cutting of each video of a study. */
export async function chunkParts({ study, frame, corpus, clock }: LineContext): Promise<LinePart[]> {
  let checking: Promise<void> | undefined;
  return (await lineVideos(study, corpus)).map((video) => ({
    video,
    state: () => chunkState(corpus, video, study.chunk),
    run: async (work) => {
      checking ??= frame ? checkFrameVideos(frame, corpus) : Promise.resolve();
      await checking;
      const { chunks } = await chunkVideo({ corpus, video, settings: study.chunk, clock, ...work });
      // A person may have been taken down while their messages were cut: the chat is another then, and the purge may be over.
      const persons = (await readTakedowns(corpus)).authors(video.platform);
      if (persons.size > 0 && !(await chunkState(corpus, video, study.chunk)).done) {
        await purgeAuthor(corpus, video.platform, persons, clock);
        throw new TransientError(
          `A purge changed the chat of ${video.platform} ${video.id} while it was cut into chunks.`,
        );
      }
      return { chunks: chunks.length };
    },
  }));
}
