import { InputError } from "#lib/errors.ts";
import type { RawMessage } from "#lib/formats/index.ts";
import { makeInstants } from "./instant.ts";

/**
 * The offset of each message from the start of the stream: the file's own where it has one, else its wall-clock time less
 * the stream's start, whose offset from UTC is then written out.
 *
 * @param startMs when the stream began, in milliseconds since 1970
 * @throws InputError for a message with a wall-clock time only, when the start is not known
 */
export function makeChatTimes(
  file: string,
  startMs: number | undefined,
  zone: string | undefined,
): (message: RawMessage) => { atMs: number; sentAt?: string } {
  const instants = makeInstants(zone);
  // A log with times of day goes past midnight message by message.
  let previousMs = startMs;
  return ({ atMs, sentAt, index }) => {
    if (atMs !== undefined) return sentAt === undefined ? { atMs } : { atMs, sentAt };
    if (sentAt === undefined)
      throw new Error(`${file}: message ${index} has no time; its reader should have left it out`);
    if (startMs === undefined)
      throw new InputError(
        `${file}: message ${index + 1} has a wall-clock time (${sentAt}) and no offset from the start of the stream. Say ` +
          'when the stream began: --start "YYYY-MM-DD HH:MM:SS" --zone ZONE.',
      );
    try {
      const { ms, iso } = instants.of(sentAt, previousMs);
      previousMs = ms;
      return { atMs: Math.round(ms - startMs), sentAt: iso };
    } catch (error) {
      throw error instanceof InputError ? new InputError(`${file}, message ${index + 1}: ${error.message}`) : error;
    }
  };
}
