import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect } from "node:tls";
import type { Clock, Sleep } from "#lib/effects/index.ts";
import { PermanentError, TransientError } from "#lib/errors.ts";

/** Where Twitch's chat is served over TLS. */
export const twitchIrc = { host: "irc.chat.twitch.tv", port: 6697 } as const;

/**
 * Twitch's chat over TLS; may be read without an account. A server whose certificate is not that of the host, or not trusted by
 * this machine, is told nothing.
 */
export function connectTwitchIrc({ host, port }: { host: string; port: number } = twitchIrc): Duplex {
  return connect({ host, port, ...(isIP(host) === 0 && { servername: host }) });
}

const longestLine = 64 * 1024;
const watchMs = 2500;
/** After so long without a word we ask whether somebody is there; after twice that nobody is. */
const askMs = 90_000;
const newline = 0x0a;

/** What one connection tells. */
export interface IrcEars {
  /** Once, when the channel's chat is heard. */
  readonly joined: () => Promise<void>;
  /** Each line of the chat as it came, without its end. */
  readonly line: (line: Uint8Array) => Promise<void>;
  /** Every few seconds, whether something was said or not. */
  readonly tick: () => Promise<void>;
}

/**
 * Listens to a channel over one connection, until the server asks to connect again or the connection ends.
 *
 * @param socket an open or opening connection; it is closed in the end
 * @returns why it ended, in words
 * @throws PermanentError for a channel that is not there
 * @throws TransientError where the connection broke, or the server fell silent
 */
export async function ircSession(
  socket: Duplex,
  join: { channel: string; nick: string },
  ears: IrcEars,
  { clock, sleep, signal }: { clock: Clock; sleep: Sleep; signal: AbortSignal },
): Promise<string> {
  const ended = new AbortController();
  const send = (line: string) => void (socket.writable && socket.write(`${line}\r\n`));
  const onAbort = () => socket.destroy();
  signal.addEventListener("abort", onAbort);
  let heardMs = clock.monotonicMs();
  let trouble: unknown = null;
  let joined = false;
  const once = {
    ...ears,
    joined: async () => {
      if (!joined) await ears.joined();
      joined = true;
    },
  };
  const watch = async () => {
    while (!ended.signal.aborted) {
      await sleep(watchMs, ended.signal);
      try {
        await ears.tick();
      } catch (error) {
        trouble = error;
        socket.destroy();
      }
      const quietMs = clock.monotonicMs() - heardMs;
      if (quietMs > 2 * askMs)
        socket.destroy(new TransientError(`The chat of ${join.channel} said nothing for ${2 * askMs} ms.`));
      else if (quietMs > askMs) send("PING :livecorpus");
    }
  };
  const watching = watch();
  try {
    for (const line of ["CAP REQ :twitch.tv/tags twitch.tv/commands", "PASS SCHMOOPIIE", `NICK ${join.nick}`])
      send(line);
    send(`JOIN #${join.channel}`);
    let held: Buffer = Buffer.alloc(0);
    for await (const piece of socket as AsyncIterable<Buffer>) {
      heardMs = clock.monotonicMs();
      const bytes = held.length === 0 ? piece : Buffer.concat([held, piece]);
      let from = 0;
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
        const line = bytes.subarray(from, end > from && bytes[end - 1] === 0x0d ? end - 1 : end);
        from = end + 1;
        if (line.length > 0 && (await hear(line, join.channel, once, send))) return "the server asked to connect again";
      }
      held = bytes.subarray(from);
      if (held.length > longestLine)
        throw new TransientError(
          `Expected lines of IRC from the chat of ${join.channel}, found one of more than ${longestLine} bytes.`,
        );
    }
    if (trouble) throw trouble;
    return held.length > 0 ? "the connection ended within a line" : "the connection ended";
  } catch (error) {
    if (trouble ?? isOurs(error)) throw trouble ?? error;
    if (signal.aborted) return "stopped";
    const { code, message } = error as NodeJS.ErrnoException;
    throw new TransientError(`The connection to the chat of ${join.channel} broke (${code ?? message}).`, {
      cause: error,
    });
  } finally {
    ended.abort();
    signal.removeEventListener("abort", onAbort);
    socket.destroy();
    await watching;
  }
}

/** True where the server asks to connect again. */
async function hear(line: Buffer, channel: string, ears: IrcEars, send: (line: string) => void): Promise<boolean> {
  const text = line.toString("latin1");
  const [, tags = "", command = "", rest = ""] = /^(?:@(\S+) )?(?::\S+ )?([A-Z]+|\d{3})(?: (.*))?$/.exec(text) ?? [];
  if (command === "PING") send(`PONG ${rest}`);
  if (command === "PING" || command === "PONG") return false;
  if (command === "RECONNECT") return true;
  if (command === "JOIN" || command === "ROOMSTATE") await ears.joined();
  if (command === "NOTICE" && /msg-id=(?:msg_channel_suspended|msg_room_not_found|tos_ban)/.test(tags))
    throw new PermanentError(
      `The channel ${channel} is not there: Twitch says that it is suspended or does not exist.`,
    );
  if (command === "NOTICE" && /Login (?:authentication failed|unsuccessful)|Improperly formatted auth/.test(rest))
    throw new TransientError(`Twitch did not let an unnamed reader into the chat of ${channel}.`);
  await ears.line(line);
  return false;
}

function isOurs(error: unknown): boolean {
  return error instanceof TransientError || error instanceof PermanentError;
}
