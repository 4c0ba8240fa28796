import type { Duplex } from "node:stream";
import type { Corpus } from "#lib/corpus/index.ts";
import { anySignal, type Patience, type ProgramEffects, type RetryEffects } from "#lib/effects/index.ts";
import { TransientError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Programs } from "../download/programs.ts";
import { captureLiveChat, livePatience } from "../twitch/captureLiveChat.ts";
import { captureLiveAudio } from "./captureLiveAudio.ts";
import { askLiveStream, type LiveStream } from "./liveStream.ts";

/** How a running stream is captured. */
export interface StreamCapture {
  readonly channel: string;
  readonly url: string;
  readonly stream: LiveStream;
  readonly connect: () => Duplex;
  readonly programs: Programs;
  readonly effects: ProgramEffects & RetryEffects;
  /** Aborted by whoever wants it to end before the stream does. */
  readonly signal: AbortSignal;
  readonly patience?: Patience;
  /** Told what went wrong, as it happens. */
  readonly tell: (trouble: string) => void;
}

const askEveryMs = 60_000;

/**
 * Captures chat and audio of a running stream side by side until the stream is over; one that fails does not end the other. The
 * stream counts as over when the platform has twice not known it in a row.
 *
 * @returns what failed for good, the chat's error first; empty where nothing did
 */
export async function captureStream(corpus: Corpus, video: VideoKey, options: StreamCapture): Promise<Error[]> {
  const { channel, url, stream, connect, programs, effects, patience = livePatience, tell } = options;
  const { sleep } = effects;
  const over = new AbortController();
  const signal = anySignal([options.signal, over.signal]);
  let misses = 0;
  const ask = async () => {
    try {
      const found = await askLiveStream({ url, name: channel }, { programs, effects, signal });
      misses = found?.id === stream.id ? 0 : misses + 1;
    } catch (error) {
      // That nobody can be asked says nothing of the stream.
      if (!signal.aborted) tell((error as Error).message);
    }
    if (misses >= 2) over.abort();
  };
  const watch = async () => {
    while (!signal.aborted) {
      await sleep(askEveryMs, signal);
      if (!signal.aborted) await ask();
    }
  };
  const onBreak = async (error: Error) => {
    tell(error.message);
    if (error instanceof TransientError) await ask();
  };
  const capturing = Promise.allSettled([
    captureLiveChat(corpus, video, { channel, connect, effects, signal, patience }),
    captureLiveAudio(corpus, video, { url, programs, effects, signal, patience, onBreak }),
  ]);
  const watching = watch();
  const ends = await capturing;
  over.abort();
  await watching;
  return ends.flatMap((end) => (end.status === "rejected" ? [end.reason as Error] : []));
}
