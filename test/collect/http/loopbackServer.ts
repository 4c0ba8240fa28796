import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it reached the server, its body read. */
export interface Received {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: string;
}

/** An answer; `cut` breaks the connection in the middle of it. */
export interface Given {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  cut?: true;
}

/** A server of this machine that answers as it is told and remembers what it was asked. */
export interface Loopback {
  url: string;
  received: Received[];
  close(): Promise<void>;
}

/** Starts a server whose answers `answer` gives; text and bytes are sent as they are, all else as JSON. */
export async function startLoopback(answer: (request: Received) => Given | Promise<Given>): Promise<Loopback> {
  const received: Received[] = [];
  const server = createServer((request, response) => void respond(request, response));
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://loopback");
    const asked = {
      method: request.method ?? "",
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: Buffer.concat(pieces).toString("utf8"),
    };
    received.push(asked);
    const { status = 200, headers = {}, body = "", cut } = await answer(asked);
    const sent = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
    response.writeHead(status, { "Content-Type": "application/json; charset=UTF-8", ...headers });
    if (!cut) return void response.end(sent);
    response.write(sent);
    setImmediate(() => response.destroy());
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
