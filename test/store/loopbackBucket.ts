/**
 * A bucket of Google Cloud Storage on this machine, for tests: the JSON API as far as the store uses it, in memory, with
 * faults on demand. In a test:
 *
 *     const bucket = await startLoopbackBucket();                       // bucket.url, bucket.name, bucket.objects
 *     bucket.faults.add({ on: "read", fault: "status", status: 503 });  // the next read fails; see loopback/faults.ts
 *     bucket.requests                                                   // what was asked: operation, name, status
 *     await bucket.close();
 *
 * As a process of its own, for tests of several processes: `node test/store/loopbackBucket.ts --port 0 --bucket NAME` prints
 * its address in one line and serves until it is killed. Its programs are given that address as STORAGE_EMULATOR_HOST.
 * Over HTTP, POST /_loopback/faults adds the fault in the body, DELETE /_loopback/faults takes back all that wait, and
 * GET /_loopback/requests tells what was asked.
 *
 * Kept from the service: preconditions, generations, checksums of uploads and answers, multipart, media and resumable uploads
 * in granules of 256 KiB, ranges, pages in the order of UTF-8 bytes, errors with their reasons. Left out: everything about
 * rights, versions of objects, transcoding of gzip, and the limit of about one write a second to one object.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { ApiError } from "./loopback/apiError.ts";
import { type Fault, type Faults, makeFaults, type Operation } from "./loopback/faults.ts";
import type { StoredObject } from "./loopback/objects.ts";
import { type Contents, perform, type Reply } from "./loopback/perform.ts";
import { parseContentRange, receiveBroken } from "./loopback/resumable.ts";
import { type Target, targetOf } from "./loopback/target.ts";

export type { Fault };

/** One request as it was seen; `status` is 0 where no whole answer was sent. */
export interface SeenRequest {
  operation: Operation;
  name: string;
  status: number;
}

export interface LoopbackBucket {
  /** The value of STORAGE_EMULATOR_HOST. */
  url: string;
  /** The bucket's name. */
  name: string;
  objects: Map<string, StoredObject>;
  faults: Faults;
  requests: SeenRequest[];
  close(): Promise<void>;
}

/**
 * Starts a bucket.
 *
 * @param options.nowMs the clock by which faults with `forMs` end
 */
export async function startLoopbackBucket(
  options: { name?: string; port?: number; nowMs?: () => number } = {},
): Promise<LoopbackBucket> {
  const { name = "loopback-bucket", port = 0, nowMs = () => performance.now() } = options;
  const contents: Contents = { bucket: name, objects: new Map(), sessions: new Map() };
  const faults = makeFaults(nowMs);
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    serve(request, response).catch((error) => {
      // The other side went away in the middle of its request; anything else is a fault of this server.
      if (!request.destroyed) console.error(error);
      response.destroy();
    });
  });
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url!, "http://loopback");
    if (url.pathname.startsWith("/_loopback/")) return control(request, response, url.pathname, faults, requests);
    const target = targetOf(request.method!, url, request.headers["content-range"]);
    if (!target)
      return send(response, refusal(new ApiError(404, "notFound", `Not Found: ${request.method} ${url.pathname}`)));
    const seen: SeenRequest = { operation: target.operation, name: nameOf(contents, target), status: 0 };
    requests.push(seen);
    const fault = faults.take(seen.operation, seen.name);
    if (fault?.fault === "hang") return;
    if (fault?.fault === "reset") {
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.fault === "break" && isSending(target.operation))
      return breakUpload(contents, target, request, fault.afterBytes);
    let body = await bodyOf(request);
    if (fault?.fault === "status") {
      seen.status = fault.status;
      return send(response, refusalOf(fault));
    }
    if (fault?.fault === "corrupt" && isSending(target.operation)) body = withChangedBit(body);
    let reply: Reply;
    try {
      reply = perform(contents, target, request, url, body, new Date().toISOString());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      reply = refusal(error, target.operation === "read");
    }
    if (fault?.fault === "loseAnswer") {
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.fault === "corrupt" && !isSending(target.operation)) reply.body = withChangedBit(reply.body);
    if (fault?.fault === "break") return breakAnswer(response, reply, fault.afterBytes);
    seen.status = reply.status;
    send(response, reply);
  };
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    name,
    objects: contents.objects,
    faults,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

const isSending = (operation: Operation) => operation === "upload" || operation === "chunk";

/** A part of a resumable upload is about the object that its start named. */
function nameOf({ sessions }: Contents, { name, session }: Target): string {
  return session === null ? name : (sessions.get(session)?.name ?? "");
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Takes the first bytes of an upload and ends the connection. */
async function breakUpload(contents: Contents, target: Target, request: IncomingMessage, afterBytes: number) {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= afterBytes) break;
  }
  const session = contents.sessions.get(target.session ?? "");
  const range = parseContentRange(request.headers["content-range"], bytes);
  if (session) receiveBroken(session, range, Buffer.concat(pieces).subarray(0, afterBytes));
  request.socket.resetAndDestroy();
}

/** Promises the whole body, sends its first bytes and ends the connection. */
function breakAnswer(response: ServerResponse, { status, headers, body }: Reply, afterBytes: number): void {
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.flushHeaders();
  if (afterBytes === 0) response.destroy();
  else response.write(body.subarray(0, afterBytes), () => response.destroy());
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const length = status === 204 ? {} : { "content-length": body.length };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}

/** As on the service, a read is refused in plain words and everything else in JSON; 304 has no body. */
function refusal(error: ApiError, plain = false): Reply {
  if (error.status === 304) return { status: 304, headers: {}, body: Buffer.alloc(0) };
  const text = plain ? error.message : error.body();
  const type = plain ? "text/html; charset=UTF-8" : "application/json; charset=UTF-8";
  return { status: error.status, headers: { "content-type": type }, body: Buffer.from(text) };
}

function refusalOf({ status, reason, retryAfterSeconds }: Extract<Fault, { fault: "status" }>): Reply {
  const reasons: Record<number, string> = {
    401: "authError",
    403: "forbidden",
    408: "requestTimeout",
    412: "conditionNotMet",
    429: "rateLimitExceeded",
    503: "backendError",
  };
  const reply = refusal(
    new ApiError(status, reason ?? reasons[status] ?? "backendError", `A fault of ${status}, on demand.`),
  );
  if (retryAfterSeconds !== undefined) reply.headers["retry-after"] = String(retryAfterSeconds);
  return reply;
}

function withChangedBit(body: Buffer): Buffer {
  const changed = Buffer.from(body);
  // The last third: in a multipart body that is inside of the object.
  if (changed.length > 0) changed[Math.floor((changed.length * 2) / 3)]! ^= 1;
  return changed;
}

async function control(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  faults: Faults,
  requests: SeenRequest[],
): Promise<void> {
  const body = await bodyOf(request);
  const answer = (value: unknown) =>
    send(response, {
      status: 200,
      headers: { "content-type": "application/json" },
      body: Buffer.from(JSON.stringify(value)),
    });
  if (path === "/_loopback/requests") return answer(requests);
  if (request.method === "DELETE") faults.clear();
  else faults.add(JSON.parse(body.toString("utf8")) as Fault);
  answer({});
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { port: { type: "string", default: "0" }, bucket: { type: "string" } } });
  const { url } = await startLoopbackBucket({
    port: Number(values.port),
    ...(values.bucket !== undefined && { name: values.bucket }),
  });
  console.log(url);
}
