import { PermanentError } from "#lib/errors.ts";
import type { ObjectFacts } from "./bucketClient.ts";
import { bucketError } from "./bucketError.ts";
import { withLimit } from "./withLimit.ts";

/** What a download says of its object before the bytes. */
export function factsOf(headers: Headers, action: string): Omit<ObjectFacts, "token"> {
  const crc32c = /(?:^|,)\s*crc32c=([^,\s]+)/.exec(headers.get("x-goog-hash") ?? "")?.[1];
  const bytes = headers.get("x-goog-stored-content-length");
  const generation = headers.get("x-goog-generation");
  if (crc32c !== undefined && bytes !== null && generation !== null)
    return { bytes: Number(bytes), generation, crc32c };
  throw new PermanentError(
    `Cannot ${action}: the answer lacks x-goog-hash, x-goog-stored-content-length or x-goog-generation. ` +
      "Is there a proxy between that takes them away?",
  );
}

/** What the service says against a request that fetch sent, in the shape of the library's errors. */
export async function refusalOf(response: Response): Promise<unknown> {
  const { status, headers } = response;
  const message = await response.text();
  try {
    return { status, response: { status, headers, data: JSON.parse(message) } };
  } catch {
    return { status, message, response: { status, headers } };
  }
}

/** The pieces of a body; the limit is for the bucket, not for who reads. */
export async function* piecesOf(
  body: ReadableStream<Uint8Array>,
  stop: AbortController,
  stallMs: number,
  action: string,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await withLimit(reader.read(), stallMs);
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw bucketError(error, action);
  } finally {
    stop.abort();
  }
}
