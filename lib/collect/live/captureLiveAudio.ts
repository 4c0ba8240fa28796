import type { Corpus } from "#lib/corpus/index.ts";
import { makeBackOff, type Patience, type ProgramEffects, type RetryEffects } from "#lib/effects/index.ts";
import { TransientError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Programs } from "../download/programs.ts";
import { troubleOf, ytDlpError } from "../download/ytDlpError.ts";
import { audioPieces } from "./audioPieces.ts";
import { liveRestMs } from "./liveStream.ts";
import { streamProgram } from "./streamProgram.ts";

/** What a capture of audio has brought in this run. */
export interface LiveAudio {
  readonly bytes: number;
  readonly connections: number;
}

const stallMs = 30_000;

/**
 * Fetches the audio of a running stream as it comes, by yt-dlp and ffmpeg, and keeps the bytes untouched in closed pieces in the
 * corpus, a part for each connection. A connection that ends is made again.
 *
 * @param options.url the page of the channel
 * @param options.signal aborted when the stream is over, or whoever captures it has to stop
 * @param options.onBreak called after each connection's end, before the next
 * @throws what yt-dlp says for good, as ytDlpError has it, and TransientError when there is no connection for too long; what
 *   was fetched is kept
 */
export async function captureLiveAudio(
  corpus: Corpus,
  video: VideoKey,
  options: {
    url: string;
    programs: Programs;
    effects: ProgramEffects & RetryEffects;
    signal: AbortSignal;
    patience: Patience;
    onBreak: (error: Error) => Promise<void>;
  },
): Promise<LiveAudio> {
  const { url, programs, effects, signal, patience, onBreak } = options;
  const { sleep } = effects;
  const pieces = audioPieces(corpus, video, effects.clock);
  const backOff = makeBackOff(patience, { ...effects, sleep: (ms) => sleep(ms, signal) });
  let bytes = 0;
  let connections = 0;
  while (!signal.aborted) {
    connections++;
    const part = pieces.begin();
    const take = async (piece: Uint8Array) => {
      bytes += piece.length;
      backOff.progressed();
      await part.add(piece);
    };
    try {
      const run = { effects, signal, stallMs, take, tick: () => part.close(false) };
      const { code, said } = await streamProgram(programs.ytDlp, argumentsOf(url, programs), run);
      if (signal.aborted) break;
      throw errorOf(video, code, said);
    } catch (error) {
      if (signal.aborted) break;
      await onBreak(error as Error);
      if (signal.aborted) break;
      await backOff.pause(error);
    } finally {
      await part.close(true);
    }
  }
  return { bytes, connections };
}

function argumentsOf(url: string, { ffmpeg }: Programs): string[] {
  return [
    ...["--ignore-config", "--no-playlist", "--no-progress", "--retries", "3", "--socket-timeout", "30"],
    ...(ffmpeg.includes("/") ? ["--ffmpeg-location", ffmpeg] : []),
    // Its own reader of HLS takes what a playlist has now; ffmpeg goes on with it as it grows.
    ...["--downloader", "m3u8:ffmpeg", "--format", "ba/b", "--output", "-", "--", url],
  ];
}

/** A stream that seems to be over is asked for again: whether it is, is not for the audio to say. */
function errorOf({ platform, id }: VideoKey, code: number | null, said: string): Error {
  const name = `the audio of the running stream ${platform} ${id}`;
  if (code === 0) return new TransientError(`The connection to ${name} ended.`);
  const trouble = troubleOf(said);
  if (trouble === "notYet" || trouble === "gone") return new TransientError(`${name} is not there at the moment.`);
  return ytDlpError(name, said, null, liveRestMs);
}
