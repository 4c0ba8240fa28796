import { AuthError, InputError, TransientError } from "#lib/errors.ts";
import type { QueueAddress } from "./queueAddress.ts";

/** What servers say of a password or user that they do not take, and of what a user may not do. */
const wrongLogin = /^(WRONGPASS|NOAUTH|ERR AUTH|ERR invalid password)|28P01|28000/;
const notAllowed = /^NOPERM|42501/;

/**
 * What an error of a queue's server or its client means. A queue that does not answer may answer again, and all that was in it is
 * in the corpus; but a login or a right is a person's matter.
 */
export function queueError(error: unknown, { kind, shown }: QueueAddress): Error {
  const words = wordsOf(error);
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  if (wrongLogin.test(words) || wrongLogin.test(code))
    return new AuthError(`${shown} does not take the user or the password of the queue's address: ${words}`);
  if (notAllowed.test(words) || notAllowed.test(code)) return new InputError(`${shown}: ${words}. ${remedy[kind]}`);
  if (code === "3D000") return new InputError(`${shown}: ${words}. Create the database, or name another.`);
  return new TransientError(`The queue on ${shown} does not answer as it should: ${words}`);
}

const remedy: Readonly<Record<QueueAddress["kind"], string>> = {
  redis: "The user has to be allowed all commands on the keys bull:livecorpus-*, and INFO.",
  postgres:
    "The user needs CREATE and TEMPORARY on the database once, and to own the schema bullmq that it makes: GRANT CREATE, TEMPORARY ON DATABASE ... TO ...",
};

/** Clients put several failed addresses of one host into an error without words of its own. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(wordsOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}
