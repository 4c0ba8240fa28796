import type { Duplex } from "node:stream";
import type { Corpus } from "#lib/corpus/index.ts";
import { makeBackOff, type Patience, type RetryEffects } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { ircSession } from "./ircSession.ts";
import { joinedNote, type LiveGap, stoppedNote } from "./liveGaps.ts";
import { livePieces } from "./livePieces.ts";

/** What a capture has heard. */
export interface LiveCapture {
  readonly lines: number;
  readonly connections: number;
  readonly breaks: readonly LiveGap[];
}

export interface LiveOptions {
  readonly channel: string;
  readonly connect: () => Duplex;
  readonly effects: RetryEffects;
  /** Aborted when the stream is over, or whoever captures it has to stop: that is an end like any other. */
  readonly signal: AbortSignal;
  /** By default ten minutes without a connection. */
  readonly patience?: Patience;
}

export const livePatience: Patience = { firstPauseMs: 1000, longestPauseMs: 30_000, giveUpAfterMs: 600_000 };

/**
 * Listens to the chat of a running Twitch stream, without an account, and keeps each line as it came behind the time when it
 * came, in closed pieces in the corpus. A connection that ends is made again; what was missed meanwhile is on record.
 *
 * @param video under which the lines are kept; `collectLiveChat` makes records of them
 * @throws InputError for what cannot be the name of a channel
 * @throws PermanentError for a channel that is not there
 * @throws TransientError when there is no connection for too long; what was heard is kept
 */
export async function captureLiveChat(corpus: Corpus, video: VideoKey, options: LiveOptions): Promise<LiveCapture> {
  const { channel, connect, effects, signal, patience = livePatience } = options;
  const { clock, random, sleep } = effects;
  if (!/^[a-z0-9_]{1,25}$/.test(channel))
    throw new InputError(
      `Expected the name of a Twitch channel as its address has it (small letters, digits, _), found ${JSON.stringify(channel)}.`,
    );
  const pieces = livePieces(corpus, video, clock);
  const backOff = makeBackOff(patience, { ...effects, sleep: (ms) => sleep(ms, signal) });
  const breaks: LiveGap[] = [];
  const nowText = () => clock.now().toISOString();
  const note = (text: string) => pieces.add(Buffer.from(`# ${nowText()} ${text}\n`));
  let lost: { from: string; why: string } | null = null;
  let lines = 0;
  let connections = 0;
  const ears = {
    joined: async () => {
      backOff.progressed();
      await note(joinedNote);
      if (lost) breaks.push({ ...lost, to: nowText() });
      lost = null;
    },
    line: async (line: Uint8Array) => {
      lines++;
      await pieces.add(Buffer.concat([Buffer.from(`${nowText()} `), line, Buffer.from("\n")]));
    },
    tick: () => pieces.close(false),
  };
  try {
    while (!signal.aborted) {
      connections++;
      const nick = `justinfan${10_000 + random.below(90_000)}`;
      try {
        const why = await ircSession(connect(), { channel, nick }, ears, { clock, sleep, signal });
        if (signal.aborted) break;
        throw new TransientError(`The chat of ${channel}: ${why}.`);
      } catch (error) {
        const why = (error as Error).message;
        lost ??= { from: nowText(), why };
        await note(why.replace(/\s+/g, " "));
        await backOff.pause(error);
      }
    }
  } finally {
    if (lines > 0) await note(stoppedNote);
    await pieces.close(true);
  }
  if (lost) breaks.push({ ...(lost as { from: string; why: string }), to: nowText() });
  return { lines, connections, breaks };
}
