import type { File, Storage } from "@google-cloud/storage";
import { factsOf, piecesOf, refusalOf } from "./bucketAnswer.ts";
import { bucketError, statusOf } from "./bucketError.ts";
import { withLimit } from "./withLimit.ts";

/** What is known of an object. */
export interface ObjectFacts {
  bytes: number;
  /** Grows with each write of a name. */
  generation: string;
  /** CRC-32C as base64 of four bytes. */
  crc32c: string;
  /** Who wrote it: the token of the write. */
  token: string | undefined;
}

/** What a write depends on and says of itself. */
export interface WriteFacts {
  /** The generation that has to be there; "0" for none. */
  generation: string;
  crc32c: string;
  token: string;
}

/** A bucket, one request a call, nothing tried again; errors are those of lib/errors.ts. */
export interface BucketClient {
  stat(name: string): Promise<ObjectFacts | null>;
  /** An object from a byte on, of one generation where it is given; null when it is not there. */
  read(
    name: string,
    startByte: number,
    generation?: string,
  ): Promise<{ facts: Omit<ObjectFacts, "token">; body: AsyncIterable<Uint8Array> } | null>;
  /** Writes a whole object; false where the wanted generation is not there. */
  insert(name: string, bytes: Uint8Array, facts: WriteFacts): Promise<boolean>;
  /** Begins a resumable upload and gives its address; null where the wanted generation is not there. */
  begin(name: string, facts: WriteFacts): Promise<string | null>;
  /**
   * Sends bytes of an upload, or none to ask how far it is.
   *
   * @returns how many bytes the bucket has, `done`, `conflict` where the wanted generation is not there, or `gone` for an
   * upload that the bucket has forgotten
   */
  advance(
    name: string,
    upload: string,
    part: { startByte: number; totalBytes: number; bytes: Uint8Array },
  ): Promise<number | "done" | "conflict" | "gone">;
  /** Names of one page, in the order of their UTF-8 bytes. */
  list(prefix: string, pageToken: string | undefined): Promise<{ names: string[]; next: string | undefined }>;
  /** False where another generation is there; true also where none is. */
  delete(name: string, generation: string): Promise<boolean>;
}

/** The name under which an object says who wrote it. */
const tokenKey = "livecorpus-write";

/**
 * A bucket through Google's library, the only file that knows it. Measured on its version 7.22 and Node 24: its own retries end
 * the process when a download is tried again, so they are off; a download that breaks in the middle never ends, so
 * downloads and the parts of uploads go through fetch; and it waits for an answer to the beginning of an upload for ever.
 *
 * @param options.endpoint an address instead of Google's, as STORAGE_EMULATOR_HOST has it
 * @param options.answerMs so long an answer may take; then the connection counts as broken
 * @param options.stallMs the same for a part of an upload, and for the next piece of a download
 */
export function openBucketClient(options: {
  bucket: string;
  endpoint: string | undefined;
  fetch: typeof fetch;
  answerMs: number;
  stallMs: number;
}): BucketClient {
  const { answerMs, stallMs, endpoint } = options;
  const where = (action: string, name: string) => `${action} ${name} in gs://${options.bucket}`;
  let opened: Promise<Storage> | undefined;
  const storage = () => {
    opened ??= openSdk(options);
    return opened;
  };
  const fileOf = async (name: string): Promise<File> => (await storage()).bucket(options.bucket).file(name);
  /** Sends one request; `when` gives an answer to statuses that are no failure. */
  const ask = async <T>(
    action: string,
    act: () => Promise<T>,
    when: Record<number, T> = {},
    limitMs = answerMs,
  ): Promise<T> => {
    try {
      return await withLimit(act(), limitMs);
    } catch (error) {
      const status = statusOf(error);
      const failure = bucketError(error, action);
      // A bucket that does not exist is no missing object.
      if (status !== null && status in when && (failure as Error).name === "PermanentError") return when[status]!;
      throw failure;
    }
  };

  return {
    stat: (name) =>
      ask<ObjectFacts | null>(
        where("read", name),
        async () => {
          const [found] = await (await fileOf(name)).getMetadata();
          const token = found.metadata?.[tokenKey];
          return {
            bytes: Number(found.size),
            generation: String(found.generation),
            crc32c: String(found.crc32c),
            token: typeof token === "string" ? token : undefined,
          };
        },
        { 404: null },
      ),
    read: (name, startByte, generation) => {
      const action = where("read", name);
      const stop = new AbortController();
      return ask(
        action,
        async () => {
          const { apiEndpoint, authClient } = await storage();
          const address = new URL(`/storage/v1/b/${options.bucket}/o/${encodeURIComponent(name)}`, apiEndpoint);
          address.searchParams.set("alt", "media");
          if (generation !== undefined) address.searchParams.set("generation", generation);
          const headers = new Headers({ "accept-encoding": "identity" });
          // An empty object has no byte to begin a range with.
          if (startByte > 0) headers.set("range", `bytes=${startByte}-`);
          if (endpoint === undefined) {
            const signed = new Headers(await authClient.getRequestHeaders(address.href));
            signed.forEach((value, key) => {
              headers.set(key, value);
            });
          }
          const response = await options.fetch(address, { headers, signal: stop.signal });
          if (!response.ok || !response.body) throw await refusalOf(response);
          return { facts: factsOf(response.headers, action), body: piecesOf(response.body, stop, stallMs, action) };
        },
        { 404: null },
      ).catch((error) => {
        stop.abort();
        throw error;
      });
    },
    insert: (name, bytes, facts) =>
      ask(
        where("write", name),
        async () => {
          await (await fileOf(name)).save(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
            resumable: false,
            validation: false,
            metadata: metadataOf(facts),
            preconditionOpts: { ifGenerationMatch: facts.generation },
          });
          return true;
        },
        { 412: false },
      ),
    begin: (name, facts) =>
      ask<string | null>(
        where("write", name),
        async () => {
          const [address] = await (await fileOf(name)).createResumableUpload({
            metadata: metadataOf(facts),
            preconditionOpts: { ifGenerationMatch: facts.generation },
          });
          return address;
        },
        { 412: null },
      ),
    advance: (name, upload, { startByte, totalBytes, bytes }) =>
      ask<number | "done" | "conflict" | "gone">(
        where("write", name),
        async () => {
          const range = bytes.length === 0 ? "*" : `${startByte}-${startByte + bytes.length - 1}`;
          // The address of an upload is its own authority, so that no other is sent.
          const response = await options.fetch(upload, {
            method: "PUT",
            headers: { "content-range": `bytes ${range}/${totalBytes}` },
            body: Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength),
            signal: AbortSignal.timeout(stallMs),
          });
          if (response.ok || response.status === 308) await response.arrayBuffer();
          if (response.ok) return "done";
          if (response.status === 308) return Number(response.headers.get("range")?.split("-")[1] ?? -1) + 1;
          throw await refusalOf(response);
        },
        { 404: "gone", 410: "gone", 412: "conflict" },
        stallMs,
      ),
    list: (prefix, pageToken) =>
      ask(where("list", prefix), async () => {
        const [, next, answer] = await (await storage()).bucket(options.bucket).getFiles({
          autoPaginate: false,
          prefix,
          fields: "items(name),nextPageToken",
          ...(pageToken !== undefined && { pageToken }),
        });
        const { items = [] } = answer as { items?: { name: string }[] };
        return { names: items.map(({ name }) => name), next: (next as { pageToken?: string } | null)?.pageToken };
      }),
    delete: (name, generation) =>
      ask(
        where("delete", name),
        async () => {
          await (await fileOf(name)).delete({ ifGenerationMatch: generation });
          return true;
        },
        { 404: true, 412: false },
      ),
  };
}

async function openSdk({ endpoint, answerMs }: { endpoint: string | undefined; answerMs: number }): Promise<Storage> {
  // Loaded when it is needed: it takes as long as the rest of the program.
  const { Storage } = await import("@google-cloud/storage");
  return new Storage({
    retryOptions: { autoRetry: false, maxRetries: 0 },
    timeout: answerMs,
    ...(endpoint !== undefined && { apiEndpoint: endpoint, projectId: "none" }),
  });
}

function metadataOf({ crc32c, token }: WriteFacts): Record<string, unknown> {
  return { contentType: "application/octet-stream", crc32c, metadata: { [tokenKey]: token } };
}
