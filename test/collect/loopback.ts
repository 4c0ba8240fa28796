import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fixedClock, seededRandom } from "#lib/effects/index.ts";

/** An HTTP server of this machine while `use` works with it. */
export async function withServer<T>(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Time that passes only while somebody waits; `slept` has each wait in milliseconds. */
export function quickEffects() {
  const clock = fixedClock("2026-01-01T00:00:00Z");
  const slept: number[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
    clock.advance(ms);
    // Lets what really happens go on.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, sleep, slept, random: seededRandom("collect"), fetch };
}
