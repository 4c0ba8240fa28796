import { InputError, TransientError } from "#lib/errors.ts";
import { parseQueueUrl } from "./queueAddress.ts";
import { queueError } from "./queueError.ts";
import type { ServerFacts } from "./queueServer.ts";

const oldestRedis = { major: 6, minor: 2 };

/**
 * Asks the server of a queue whether it can be worked with, and makes its tables on a PostgreSQL that has none.
 *
 * @returns what a person should know of it, or null
 * @throws InputError or AuthError where it cannot be worked with, with what to do
 */
export async function checkQueueServer(queueUrl: string): Promise<string | null> {
  const address = parseQueueUrl(queueUrl);
  let said: unknown = null;
  const { openQueueServer } = await import("./queueServer.ts");
  const server = openQueueServer(address, (error) => {
    said ??= error;
  });
  try {
    return adviceOf(await server.prepare(), address.shown);
  } catch (error) {
    if (error instanceof InputError) throw error;
    // The client of Redis throws that its connection is closed, and tells the reason apart from that.
    const known = queueError(said ?? error, address);
    if (!(known instanceof TransientError)) throw known;
    throw new InputError(`${known.message}. Start the server, or name another; what is done stays done.`);
  } finally {
    await server.close();
  }
}

function adviceOf({ redisVersion, evictionPolicy }: ServerFacts, shown: string): string | null {
  if (redisVersion === null) return null;
  const [major = 0, minor = 0] = redisVersion.split(".").map(Number);
  if (!(major > oldestRedis.major || (major === oldestRedis.major && minor >= oldestRedis.minor)))
    throw new InputError(`${shown}: expected Redis 6.2 or newer, found ${redisVersion || "another server"}.`);
  if (evictionPolicy === "" || evictionPolicy === "noeviction") return null;
  return `The Redis on ${shown} may throw tasks out when its memory is full: its maxmemory-policy is ${evictionPolicy}. They are offered again, but set it to noeviction.`;
}
