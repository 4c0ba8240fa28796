import { randomUUID } from "node:crypto";
import { ApiError } from "./apiError.ts";
import type { NewObject, StoredObject } from "./objects.ts";

const granuleBytes = 256 * 1024;

/** A resumable upload that has begun. */
export interface Session {
  name: string;
  about: NewObject;
  query: URLSearchParams;
  received: Buffer;
  done: StoredObject | null;
}

/** The resumable uploads of a bucket, by their ids. */
export type Sessions = Map<string, Session>;

export function startSession(sessions: Sessions, name: string, about: NewObject, query: URLSearchParams): string {
  const id = randomUUID();
  sessions.set(id, { name, about, query, received: Buffer.alloc(0), done: null });
  return id;
}

export function findSession(sessions: Sessions, id: string): Session {
  const found = sessions.get(id);
  if (!found) throw new ApiError(404, "notFound", `No such upload: ${id}`);
  return found;
}

/** What a Content-Range says: `bytes 0-9/10`, `bytes 0-9/*`, and a mere question `bytes *\/10` (first is then null). */
export interface ContentRange {
  first: number | null;
  last: number;
  total: number | null;
}

export function parseContentRange(text: string | undefined, bodyBytes: number): ContentRange {
  if (text === undefined) return { first: 0, last: bodyBytes - 1, total: bodyBytes };
  const match = /^bytes (?:\*|(\d+)-(\d+))\/(\*|\d+)$/.exec(text);
  if (!match) throw new ApiError(400, "badRequest", `Invalid Content-Range: ${text}`);
  const [, first, last, total] = match;
  return {
    first: first === undefined ? null : Number(first),
    last: last === undefined ? -1 : Number(last),
    total: total === "*" ? null : Number(total),
  };
}

/** Adds the bytes of a request to an upload; true when the upload is whole. */
export function receive(session: Session, range: ContentRange, bytes: Buffer): boolean {
  const { first, last, total } = range;
  const have = session.received.length;
  if (first !== null) {
    if (first > have)
      throw new ApiError(
        503,
        "backendError",
        `Invalid request. According to the Content-Range header, the upload offset is ${first} byte(s), which exceeds ` +
          `already uploaded size of ${have} byte(s).`,
      );
    if (bytes.length !== last - first + 1)
      throw new ApiError(400, "badRequest", "The body is not as long as Content-Range says.");
    if (total === null && bytes.length % granuleBytes !== 0)
      throw new ApiError(400, "badRequest", "There were not a multiple of 262144 bytes in the request body.");
    if (first + bytes.length > have) session.received = Buffer.concat([session.received, bytes.subarray(have - first)]);
  }
  return total !== null && session.received.length === total;
}

/** Keeps what a broken request brought, in whole granules as the service does. */
export function receiveBroken(session: Session, range: ContentRange, bytes: Buffer): void {
  const { first } = range;
  const have = session.received.length;
  if (first === null || first > have) return;
  const all = Buffer.concat([session.received, bytes.subarray(have - first)]);
  session.received = all.subarray(0, Math.max(have, all.length - (all.length % granuleBytes)));
}
