import { InputError } from "#lib/errors.ts";
import { parseUrl } from "#lib/text/index.ts";

/** A server of queues; `shown` is its address without anything secret, for people. */
export interface QueueAddress {
  readonly kind: "redis" | "postgres";
  readonly url: string;
  readonly shown: string;
}

const kinds: Readonly<Record<string, QueueAddress["kind"]>> = {
  "redis:": "redis",
  "rediss:": "redis",
  "postgres:": "postgres",
  "postgresql:": "postgres",
};

/**
 * Reads the address of a queue's server: `redis://`, `rediss://` (with TLS), `postgres://` or `postgresql://`.
 *
 * @throws InputError for any other; its message repeats nothing of the address but its scheme, since it may hold a password
 *
 * @example
 * parseQueueUrl("redis://:secret@queue.example:6379/0").shown; // "redis://queue.example:6379/0"
 */
export function parseQueueUrl(text: string): QueueAddress {
  const expected = "Expected the queue's server as redis://HOST:PORT or postgres://USER:PASSWORD@HOST:PORT/DATABASE";
  const scheme = /^[a-z][a-z0-9+.-]*:(?=\/\/)/i.exec(text)?.[0].toLowerCase();
  const kind = scheme === undefined ? undefined : kinds[scheme];
  if (!kind)
    throw new InputError(`${expected}, found ${scheme ? `an address that begins with ${scheme}//` : "no address"}.`);
  const url = parseUrl(text);
  // A password with a slash in it would be taken for a path, and be shown.
  if (!url || url.hostname === "" || /@|%40/.test(url.pathname))
    throw new InputError(
      `${expected}, found an address with ${scheme}// that cannot be read. Write @, :, / and # in a password as %40, %3A, %2F and %23.`,
    );
  return { kind, url: text, shown: `${scheme}//${url.host}${url.pathname === "/" ? "" : url.pathname}` };
}
