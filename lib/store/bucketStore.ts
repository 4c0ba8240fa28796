import { unlink } from "node:fs/promises";
import { type Clock, type Patience, retry, type Sleep, seededRandom } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import { openBucketClient } from "./bucketClient.ts";
import type { BucketLocation } from "./bucketLocation.ts";
import { readPieces } from "./bucketRead.ts";
import { type WriteContext, writeIf, writeOver } from "./bucketWrite.ts";
import { sourceOfBytes, withFileSource } from "./byteSource.ts";
import { inCodeUnitOrder } from "./codeUnitOrder.ts";
import type { Store } from "./contract.ts";
import { fileError } from "./fileError.ts";
import { makeLocalScratch } from "./localScratch.ts";
import { checkObjectName, checkPrefix } from "./objectName.ts";
import { writeLocalFile } from "./writeLocalFile.ts";

/** What a store in a bucket needs of the world. */
export interface BucketEffects {
  clock: Clock;
  sleep: Sleep;
  /** Bytes that no other process is given: they name writes and spread pauses. */
  randomBytes(count: number): Uint8Array;
  fetch: typeof fetch;
  /** STORAGE_EMULATOR_HOST is the address of a server that stands in for Google's. */
  env: Readonly<Record<string, string | undefined>>;
}

/** An outage of a minute passes unnoticed; after three without anything done a person or a supervisor shall decide. */
const patience: Patience = { firstPauseMs: 250, longestPauseMs: 16_000, giveUpAfterMs: 180_000 };
/** In these times 1 MiB of an object and 4 MiB of an upload arrive at 300 kbit/s. */
const limits = { answerMs: 30_000, stallMs: 120_000 };
/** The longest name that Cloud Storage holds. */
const maxNameBytes = 1024;

/**
 * A store in a bucket of Google Cloud Storage. Every write depends on the generation that is there (`create`: on none), so that of
 * many one wins and nothing comes late; bytes are checked by CRC-32C on their way in and out; what fails for a while is
 * tried again for three minutes. Signing in is Google's usual way (gcloud auth application-default login).
 *
 * @throws each call AuthError where a person has to sign in or lacks a right, InputError where there is no such bucket,
 * TransientError or RateLimitedError where the bucket does not serve in the end
 */
export function openBucketStore({ bucket, prefix }: BucketLocation, effects: BucketEffects): Store {
  const { clock, sleep, randomBytes, fetch, env } = effects;
  const location = `gs://${bucket}/${prefix}`.replace(/\/$/, "");
  const client = openBucketClient({ bucket, endpoint: endpointOf(env), fetch, ...limits });
  const hex = (bytes: number) => Buffer.from(randomBytes(bytes)).toString("hex");
  const retrying = { clock, sleep, random: seededRandom(hex(16)) };
  const context: WriteContext = { client, patience, effects: retrying, newToken: () => hex(16) };
  const again = <T>(act: () => Promise<T>): Promise<T> => retry(act, patience, retrying);
  const keyOf = (name: string): string => {
    const key = prefix + checkObjectName(name);
    if (Buffer.byteLength(key) <= maxNameBytes) return key;
    throw new InputError(`${JSON.stringify(name)} cannot be the name of an object: in ${location} it is too long.`);
  };
  const missing = (name: string) => new InputError(`There is no ${name} in ${location}.`);
  const upload = (path: string, key: string) =>
    withFileSource(path, (source) => writeOver(context, key, source)).catch((error) => {
      throw fileError(error, `upload ${path} to ${location}`);
    });
  const read = async function* (name: string) {
    const pieces = await readPieces(client, keyOf(name), patience, retrying);
    if (!pieces) throw missing(name);
    yield* pieces;
  };

  return {
    location,
    get: (name) => {
      const key = keyOf(name);
      // From the start again where it was damaged or replaced: nobody has seen the pieces yet.
      return again(async () => {
        const pieces = await readPieces(client, key, patience, retrying);
        return pieces && collect(pieces);
      });
    },
    read,
    stat: async (name) => {
      const found = await again(() => client.stat(keyOf(name)));
      return found && { bytes: found.bytes };
    },
    put: (name, bytes) => writeOver(context, keyOf(name), sourceOfBytes(bytes)),
    create: (name, bytes) => writeIf(context, keyOf(name), sourceOfBytes(bytes), "0"),
    list: (start) => {
      checkPrefix(start);
      return inCodeUnitOrder(namesBelow(prefix + start));
    },
    delete: (name) => {
      const key = keyOf(name);
      // One generation only: a delete that was held up cannot take what was written after it.
      return again(async () => {
        const found = await client.stat(key);
        if (!found || (await client.delete(key, found.generation))) return;
        throw new TransientError(`${name} in ${location} was written by others all the time.`);
      });
    },
    download: async (name, path) => {
      const pieces = await readPieces(client, keyOf(name), patience, retrying);
      if (!pieces) throw missing(name);
      await writeLocalFile(path, pieces, `copy ${name} of ${location} to ${path}`);
    },
    upload: async (path, name, options = {}) => {
      await upload(path, keyOf(name));
      if (options.move) await unlink(path);
    },
    scratch: makeLocalScratch,
  };

  async function* namesBelow(start: string): AsyncGenerator<string> {
    let token: string | undefined;
    do {
      const { names, next } = await again(() => client.list(start, token));
      for (const key of names) {
        const name = key.slice(prefix.length);
        // Other programs leave what is no name of ours, such as "folder/".
        if (isName(name)) yield name;
      }
      token = next;
    } while (token !== undefined);
  }
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

function isName(name: string): boolean {
  try {
    checkObjectName(name);
    return true;
  } catch {
    return false;
  }
}

function endpointOf(env: BucketEffects["env"]): string | undefined {
  const endpoint = env.STORAGE_EMULATOR_HOST;
  if (endpoint === undefined || endpoint === "") return undefined;
  if (/^https?:\/\/[^/]+\/?$/.test(endpoint)) return endpoint.replace(/\/$/, "");
  throw new InputError(
    `STORAGE_EMULATOR_HOST: expected an address such as http://127.0.0.1:9000, found ${JSON.stringify(endpoint)}.`,
  );
}
