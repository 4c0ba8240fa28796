import { makeBackOff, type Patience, type RetryEffects } from "#lib/effects/index.ts";
import { PermanentError, TransientError } from "#lib/errors.ts";
import type { BucketClient, ObjectFacts } from "./bucketClient.ts";
import { startCrc32c } from "./crc32c.ts";

/**
 * The pieces of an object, all of one generation. A download that breaks goes on where it was; at the end the
 * checksum is that of the whole.
 *
 * @returns null when there is no such object
 * @throws TransientError when the bytes are not those that the bucket holds, or were replaced before they were all read
 */
export async function readPieces(
  client: BucketClient,
  name: string,
  patience: Patience,
  effects: RetryEffects,
): Promise<AsyncGenerator<Uint8Array> | null> {
  const backOff = makeBackOff(patience, effects);
  const open = async (startByte: number, generation?: string) => {
    for (;;) {
      try {
        return await client.read(name, startByte, generation);
      } catch (error) {
        await backOff.pause(error);
      }
    }
  };
  const first = await open(0);
  if (!first) return null;
  const { facts } = first;
  return (async function* () {
    const sum = startCrc32c();
    let at = 0;
    for (let answer: typeof first | null = first; ; answer = await open(at, facts.generation)) {
      if (!answer) throw new TransientError(`${name} was replaced or deleted while it was read.`);
      try {
        for await (const piece of answer.body) {
          sum.update(piece);
          at += piece.length;
          yield piece;
          // After the reader had it, however long that took: patience is with the bucket.
          backOff.progressed();
        }
        if (at >= facts.bytes) break;
        throw new TransientError(`${name} broke off after ${at} of ${facts.bytes} bytes.`);
      } catch (error) {
        await backOff.pause(error);
      }
      // The break came after the last byte.
      if (at >= facts.bytes) break;
    }
    refuseDamaged(name, at, sum.base64(), facts);
  })();
}

function refuseDamaged(name: string, bytes: number, crc32c: string, facts: Omit<ObjectFacts, "token">): void {
  if (bytes !== facts.bytes)
    throw new PermanentError(`${name}: expected ${facts.bytes} bytes as the bucket says, found ${bytes}.`);
  if (crc32c !== facts.crc32c)
    throw new TransientError(
      `${name} was damaged on its way: expected the checksum ${facts.crc32c}, found ${crc32c}. Run the same command again.`,
    );
}
