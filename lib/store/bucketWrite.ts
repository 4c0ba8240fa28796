import { type Patience, type RetryEffects, retry } from "#lib/effects/index.ts";
import { TransientError } from "#lib/errors.ts";
import type { BucketClient, WriteFacts } from "./bucketClient.ts";
import type { ByteSource } from "./byteSource.ts";
import { startCrc32c } from "./crc32c.ts";

/** Up to here an object goes in one request, above it in parts (multiples of 256 KiB) that can be resumed. */
const wholeBytes = 1024 * 1024;
const partBytes = 4 * 1024 * 1024;
/** So often others may come first; each time one of them has got on. */
const mostLost = 50;

/** What a write needs besides its object. */
export interface WriteContext {
  client: BucketClient;
  patience: Patience;
  effects: RetryEffects;
  /** Names a write; no two writes of the world may have the same. */
  newToken(): string;
}

/**
 * Writes an object where it has the given generation ("0": where there is none). A write whose answer was lost is known
 * again by its token, so that the winner of a race is told that it won.
 *
 * @returns false where another generation was there, which is then untouched
 */
export async function writeIf(
  { client, patience, effects, newToken }: WriteContext,
  name: string,
  source: ByteSource,
  generation: string,
): Promise<boolean> {
  const facts: WriteFacts = { generation, crc32c: await checksumOf(source), token: newToken() };
  let upload: string | null = null;
  const send = async (progressed: () => void): Promise<boolean> => {
    if (source.bytes <= wholeBytes) return client.insert(name, await source.slice(0, source.bytes), facts);
    const asked = upload !== null;
    upload ??= await client.begin(name, facts);
    if (upload === null) return false;
    const advance = (startByte: number, bytes: Uint8Array) =>
      client.advance(name, upload!, { startByte, totalBytes: source.bytes, bytes });
    let at = asked ? await advance(0, new Uint8Array()) : 0;
    while (typeof at === "number") {
      const before: number = at;
      at = await advance(at, await source.slice(at, Math.min(partBytes, source.bytes - at)));
      if (typeof at === "number" && at > before) progressed();
    }
    if (at !== "gone") return at === "done";
    upload = null;
    throw new TransientError(`The bucket has forgotten the upload of ${name}.`);
  };
  return retry(
    async (attempt, progressed) => {
      if (await send(progressed)) return true;
      // An attempt that seemed to fail may have been done: the object then bears this write's token.
      return attempt > 1 && (await client.stat(name))?.token === facts.token;
    },
    patience,
    effects,
  );
}

/**
 * Writes an object over whatever is there. It depends on the generation that is there as well, so that an attempt that was held up
 * on its way cannot come back later and undo what was written after it.
 */
export async function writeOver(context: WriteContext, name: string, source: ByteSource): Promise<void> {
  const { client, patience, effects } = context;
  for (let lost = 0; lost < mostLost; lost++) {
    const found = await retry(() => client.stat(name), patience, effects);
    if (await writeIf(context, name, source, found?.generation ?? "0")) return;
  }
  throw new TransientError(`${name} was written by others all the time.`);
}

async function checksumOf(source: ByteSource): Promise<string> {
  const sum = startCrc32c();
  for (let at = 0; at < source.bytes; at += partBytes)
    sum.update(await source.slice(at, Math.min(partBytes, source.bytes - at)));
  return sum.base64();
}
