import { z } from "zod";
import { type Clock, hideSecrets, retryAfterMs } from "#lib/effects/index.ts";
import { TransientError } from "#lib/errors.ts";
import { EndlessReplyError, LostReplyError } from "./refusal.ts";
import { refusalError } from "./refusalError.ts";

export interface ProviderEffects {
  fetch: typeof fetch;
  clock: Clock;
}

const longestReply = 16 * 2 ** 20;

/**
 * A fetch for providers and their libraries: it reads the whole answer, which may be JSON only, and throws what a refusal means
 * (see refusalError), so that all providers behave alike. The key or token that a request carries is hidden wherever the
 * answer repeats it, and never named. A redirection is not followed.
 */
export function providerFetch({ fetch: send, clock }: ProviderEffects): typeof fetch {
  return async (input, init?: RequestInit) => {
    const secrets = secretsOf(new Headers(init?.headers));
    const { origin, pathname } = new URL(input instanceof Request ? input.url : input);
    const place = hideSecrets(`Cannot ask the model at ${origin}${pathname}`, secrets);
    let answer: Response;
    let text: string;
    try {
      answer = await send(input, { ...init, redirect: "manual" });
      text = hideSecrets(await textOf(answer), secrets);
    } catch (error) {
      if (init?.signal?.aborted) throw error;
      if (error instanceof EndlessReplyError) throw new EndlessReplyError(`${place}: ${error.message}`);
      const word = wordOf(error);
      const message = `${place}: ${hideSecrets(word, secrets)}. Check the connection.`;
      throw neverSent.includes(word) ? new TransientError(message) : new LostReplyError(message);
    }
    const body = jsonOf(text);
    if (answer.status < 200 || answer.status >= 300) {
      const { message, codes, retryMs } = saidIn(body);
      const found = message === "" ? "" : `, ${JSON.stringify(message.replace(/\s+/g, " ").slice(0, 200))}`;
      throw refusalError({
        status: answer.status,
        message: `${place}: status ${answer.status}${found}`,
        codes,
        retryAfterMs: Math.max(retryMs, retryAfterMs(answer.headers, clock)),
      });
    }
    if (typeof body !== "object" || body === null)
      throw new LostReplyError(`${place}: expected JSON, found ${JSON.stringify(text.slice(0, 80))}.`);
    return new Response(text, { status: answer.status, headers: { "content-type": "application/json" } });
  };
}

/** Words of a connection that never came about: nobody has seen the request, so nobody can have been paid for it. */
const neverSent = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"];

function secretsOf(headers: Headers): string[] {
  const carried = [headers.get("x-goog-api-key"), headers.get("authorization")?.replace(/^Bearer\s+/i, "")];
  // No real key is shorter, and a short one would also stand in ordinary words.
  return carried.filter((one): one is string => typeof one === "string" && one.length >= 8);
}

/** Read up to a bound: an answer that never ends must not fill the memory. */
async function textOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  if (!reader) return "";
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      pieces.push(piece.value);
      bytes += piece.value.length;
      if (bytes > longestReply) throw new EndlessReplyError(`a reply of more than ${longestReply} bytes.`);
    }
  } finally {
    await reader.cancel();
  }
  return Buffer.concat(pieces).toString("utf8");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The connection's own word, such as ECONNRESET: fetch says only that it failed. */
function wordOf(error: unknown): string {
  const { code, cause, message } = error as Error & { code?: unknown; cause?: { code?: unknown } };
  const word = cause?.code ?? code;
  return typeof word === "string" ? word : message;
}

/** Google's and OpenAI's ways to say what is wrong; the rest is left out. Google lists its errors in an array at times. */
const Said = z.object({
  error: z.object({
    message: z.string().catch(""),
    status: z.string().optional().catch(undefined),
    code: z.string().optional().catch(undefined),
    type: z.string().optional().catch(undefined),
    details: z
      .array(z.object({ reason: z.string().optional(), retryDelay: z.string().optional() }).catch({}))
      .catch([]),
  }),
});

function saidIn(body: unknown): { message: string; codes: string[]; retryMs: number } {
  const said = Said.safeParse(Array.isArray(body) ? body[0] : body);
  if (!said.success) return { message: "", codes: [], retryMs: 0 };
  const { message, status, code, type, details } = said.data.error;
  const codes = [code, ...details.map(({ reason }) => reason), type, status];
  const seconds = details.map(({ retryDelay = "" }) => Number(/^(\d{1,6}(?:\.\d{1,9})?)s$/.exec(retryDelay)?.[1] ?? 0));
  return {
    message,
    codes: codes.filter((one): one is string => one !== undefined),
    retryMs: Math.ceil(Math.max(0, ...seconds) * 1000),
  };
}
