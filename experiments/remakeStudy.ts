import { openCorpus, readMessages, readUtterances, readVideo } from "#lib/corpus/index.ts";
import type { LineContext } from "#lib/line/index.ts";
import { studyVideos } from "#lib/qa/index.ts";
import type { ChatMessage, Utterance } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { publishStream, type Stream } from "./publishStream.ts";
import type { CorpusLaboratory } from "./studyResults.ts";

/** Reads the streams of a study, whole, in the order of its videos. */
export async function readStreams({ corpus, study }: LineContext): Promise<Stream[]> {
  const streams: Stream[] = [];
  for (const key of await studyVideos(corpus, study)) {
    const messages: ChatMessage[] = [];
    const utterances: Utterance[] = [];
    for await (const message of readMessages(corpus, key)) messages.push(message);
    for await (const utterance of readUtterances(corpus, key, study.chunk.speech)) utterances.push(utterance);
    streams.push({ video: await readVideo(corpus, key), messages, utterances });
  }
  return streams;
}

/**
 * A study on other streams: they are published in a new corpus, of which the study becomes the study. Nothing of it has been
 * cut, written or asked; varyStudy does that.
 */
export async function remakeStudy(
  { line, makeFolder }: CorpusLaboratory,
  streams: readonly Stream[],
): Promise<LineContext> {
  // Authors have their pseudonyms already, so no key is used; a corpus is bound to one all the same.
  const key = new Uint8Array(32);
  const corpus = await openCorpus(openDirectoryStore(await makeFolder()), { create: true, key });
  for (const stream of streams) await publishStream(corpus, stream, line.clock);
  const videos = streams.map(({ video: { platform, id } }) => ({ platform, id }));
  return { ...line, frame: null, study: { ...line.study, sources: [], audit: [], videos }, corpus };
}
