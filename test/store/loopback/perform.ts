import type { IncomingMessage } from "node:http";
import { ApiError } from "./apiError.ts";
import { listObjects } from "./listObjects.ts";
import { readMultipart } from "./multipart.ts";
import {
  checkPreconditions,
  findObject,
  type NewObject,
  resourceOf,
  type StoredObject,
  storeObject,
} from "./objects.ts";
import { findSession, parseContentRange, receive, type Session, type Sessions, startSession } from "./resumable.ts";
import type { Target } from "./target.ts";

/** What a bucket holds. */
export interface Contents {
  bucket: string;
  objects: Map<string, StoredObject>;
  sessions: Sessions;
}

/** What is sent back. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Does what a request asks, as the JSON API does. */
export function perform(
  contents: Contents,
  { operation, bucket, name, session }: Target,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  now: string,
): Reply {
  const { objects, sessions } = contents;
  const query = url.searchParams;
  if (bucket !== contents.bucket) throw new ApiError(404, "notFound", "The specified bucket does not exist.");
  switch (operation) {
    case "bucket":
      return json({ kind: "storage#bucket", id: bucket, name: bucket, location: "US", storageClass: "STANDARD" });
    case "list":
      return json(listObjects(bucket, objects, query));
    case "stat":
      return json(resourceOf(bucket, findObject(objects, bucket, name, query)));
    case "read":
      return mediaOf(findObject(objects, bucket, name, query), request.headers.range);
    case "delete":
      objects.delete(findObject(objects, bucket, name, query).name);
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    case "patch": {
      const found = findObject(objects, bucket, name, query);
      const { metadata, contentType } = JSON.parse(body.toString("utf8")) as NewObject;
      found.metadata = { ...found.metadata, ...metadata };
      found.contentType = contentType ?? found.contentType;
      found.metageneration++;
      found.updated = now;
      return json(resourceOf(bucket, found));
    }
    case "upload": {
      const type = request.headers["content-type"];
      const { about, bytes } =
        query.get("uploadType") === "multipart"
          ? readMultipart(type, body)
          : { about: { contentType: type } as NewObject, bytes: body };
      return json(
        resourceOf(bucket, storeObject(objects, query.get("name") ?? about.name ?? "", bytes, about, query, now)),
      );
    }
    case "start": {
      const about: NewObject = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
      const own = query.get("name") ?? about.name ?? "";
      checkPreconditions(query, objects.get(own));
      const id = startSession(sessions, own, about, query);
      const location = `http://${request.headers.host}/upload/storage/v1/b/${bucket}/o?uploadType=resumable&upload_id=${id}`;
      return { status: 200, headers: { location, "x-guploader-uploadid": id }, body: Buffer.alloc(0) };
    }
    case "chunk":
    case "query":
      return advance(contents, findSession(sessions, session ?? ""), request, body, now);
    case "cancel":
      findSession(sessions, session ?? "");
      sessions.delete(session ?? "");
      return { status: 499, headers: {}, body: Buffer.alloc(0) };
  }
}

function advance(
  { bucket, objects }: Contents,
  session: Session,
  request: IncomingMessage,
  body: Buffer,
  now: string,
): Reply {
  if (!session.done) {
    const whole = receive(session, parseContentRange(request.headers["content-range"], body.length), body);
    if (!whole) {
      const last = session.received.length - 1;
      return { status: 308, headers: last < 0 ? {} : { range: `bytes=0-${last}` }, body: Buffer.alloc(0) };
    }
    const sent = /crc32c=([^,]+)/.exec(String(request.headers["x-goog-hash"] ?? ""))?.[1];
    const about = sent === undefined ? session.about : { ...session.about, crc32c: sent };
    session.done = storeObject(objects, session.name, session.received, about, session.query, now);
  }
  return json(resourceOf(bucket, session.done));
}

function mediaOf(object: StoredObject, range: string | undefined): Reply {
  const { bytes } = object;
  const headers: Record<string, string> = {
    "content-type": object.contentType,
    etag: `"${object.md5Hash}"`,
    "x-goog-generation": String(object.generation),
    "x-goog-metageneration": String(object.metageneration),
    "x-goog-hash": `crc32c=${object.crc32c},md5=${object.md5Hash}`,
    "x-goog-stored-content-encoding": object.contentEncoding ?? "identity",
    "x-goog-stored-content-length": String(bytes.length),
    "accept-ranges": "bytes",
  };
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return { status: 200, headers, body: bytes };
  const first = match[1] === "" ? Math.max(0, bytes.length - Number(match[2])) : Number(match[1]);
  const last = match[1] === "" || match[2] === "" ? bytes.length - 1 : Math.min(Number(match[2]), bytes.length - 1);
  if (first >= bytes.length || last < first)
    return { status: 416, headers: { "content-range": `bytes */${bytes.length}` }, body: Buffer.alloc(0) };
  headers["content-range"] = `bytes ${first}-${last}/${bytes.length}`;
  return { status: 206, headers, body: bytes.subarray(first, last + 1) };
}

function json(value: unknown): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: Buffer.from(JSON.stringify(value)),
  };
}
