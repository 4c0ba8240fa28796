import type { z } from "zod";
import { hideSecrets, type Patience, type RetryEffects, retry, retryAfterMs } from "#lib/effects/index.ts";
import { PermanentError, TransientError } from "#lib/errors.ts";
import { bodyPieces } from "./bodyPieces.ts";
import { httpError, type Refusal } from "./httpError.ts";

/** One request; what is secret goes into headers, a form or the body, never into an address. */
export interface HttpCall<T> {
  /** What is tried, for messages, e.g. `search YouTube`. */
  what: string;
  url: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  headers?: Readonly<Record<string, string>>;
  /** Sent by POST as `application/x-www-form-urlencoded`. */
  form?: Readonly<Record<string, string>>;
  /** Sent by POST as JSON. */
  body?: unknown;
  /** What the answer has to be. */
  answer: z.ZodType<T>;
  /** Done before each attempt, e.g. to put it on a meter; what it throws is not asked again unless it is worth a pause. */
  before?(): Promise<void>;
  /** The platform's own reading of a refusal; null leaves it to the status. */
  explain?(refusal: Refusal): Error | null;
}

/** What the log keeps of one attempt: no header, no form, no body. */
export interface RequestEntry {
  at: string;
  what: string;
  method: "GET" | "POST";
  url: string;
  attempt: number;
  /** Null where no answer came. */
  status: number | null;
  bytes: number;
  tookMs: number;
}

/** The only way to a platform. */
export interface HttpDoor {
  /**
   * Asks until there is an answer or patience is at its end.
   *
   * @throws PermanentError, AuthError, RateLimitedError or TransientError by what was refused; see httpError
   */
  json<T>(call: HttpCall<T>): Promise<T>;
  /** Names one more text that no message and no log entry may show, e.g. a token that was just given. */
  hide(secret: string): void;
}

export interface HttpOptions extends RetryEffects {
  fetch: typeof fetch;
  secrets?: readonly string[];
  log?: (entry: RequestEntry) => void;
  patience?: Patience;
  /** How long one attempt may take, in milliseconds. */
  timeoutMs?: number;
}

const ordinaryPatience: Patience = { firstPauseMs: 1000, longestPauseMs: 60_000, giveUpAfterMs: 300_000 };
const longestBody = 64 * 2 ** 20;

/**
 * A door to JSON over HTTP: retries with back-off, honours a pause that is asked for, gives every refusal its class, parses
 * every answer, and keeps secrets out of messages and the log. A redirection is refused, since it would carry the
 * credentials elsewhere. The causes of errors are left out for the same reason: they are not ours, and may hold anything.
 *
 * @example
 * const door = makeHttpDoor({ fetch, clock: systemClock, sleep: systemSleep, random: seededRandom("1"), secrets: [key] });
 * const page = await door.json({ what: "list games", url, headers: { "Client-Id": id }, answer: z.object({ data: z.array(z.unknown()) }) });
 */
export function makeHttpDoor(options: HttpOptions): HttpDoor {
  const { fetch: send, clock, log, patience = ordinaryPatience, timeoutMs = 60_000 } = options;
  const secrets = new Set(options.secrets);
  const shown = (text: string) => hideSecrets(text, secrets);

  async function attemptOf<T>(call: HttpCall<T>, attempt: number): Promise<T> {
    await call.before?.();
    const { init, address } = requestOf(call);
    const place = shown(`Cannot ${call.what} at ${address.origin}${address.pathname}`);
    const startMs = clock.monotonicMs();
    const enter = (status: number | null, bytes: number) =>
      log?.({
        at: clock.now().toISOString(),
        what: shown(call.what),
        method: init.method,
        url: shown(address.href),
        attempt,
        status,
        bytes,
        tookMs: Math.round(clock.monotonicMs() - startMs),
      });
    let status: number | null = null;
    let headers: Headers;
    let text: string;
    try {
      const answer = await send(address, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
      ({ status, headers } = answer);
      text = await bodyOf(answer, place);
    } catch (error) {
      enter(status, 0);
      if (error instanceof PermanentError) throw error;
      throw new TransientError(`${place}: ${shown(reasonOf(error, timeoutMs))}. Check the connection.`);
    }
    enter(status, Buffer.byteLength(text));
    const body = jsonOf(text);
    if (status < 200 || status >= 300) {
      const message = `${place}: status ${status}${saidIn(body ?? text, shown)}`;
      const refusal = { status, headers, body: body ?? text, retryAfterMs: retryAfterMs(headers, clock), message };
      throw call.explain?.(refusal) ?? httpError(refusal);
    }
    if (body === undefined)
      throw new TransientError(`${place}: expected JSON, found ${JSON.stringify(shown(text).slice(0, 80))}.`);
    const parsed = call.answer.safeParse(body);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new PermanentError(
      `${place}: expected another answer at ${issue?.path.join(".") || "its top"}: ${shown(issue?.message ?? "")}. ` +
        "The platform may have changed; look for a newer livecorpus.",
    );
  }

  return {
    json: (call) => retry((attempt) => attemptOf(call, attempt), patience, options),
    hide: (secret) => void secrets.add(secret),
  };
}

function requestOf<T>({ url, query = {}, headers = {}, form, body }: HttpCall<T>) {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(name, String(value));
  const sent = form ? new URLSearchParams(form).toString() : body === undefined ? undefined : JSON.stringify(body);
  const type = form ? "application/x-www-form-urlencoded" : "application/json";
  const init =
    sent === undefined
      ? { method: "GET" as const, headers: { Accept: "application/json", ...headers } }
      : {
          method: "POST" as const,
          headers: { Accept: "application/json", "Content-Type": type, ...headers },
          body: sent,
        };
  return { address, init };
}

/** A body is read up to a bound: an answer that never ends must not fill the memory. */
async function bodyOf(answer: Response, place: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of bodyPieces(answer)) {
    bytes += piece.length;
    if (bytes > longestBody) throw new PermanentError(`${place}: expected at most ${longestBody} bytes, found more.`);
    pieces.push(piece);
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

/** The connection's own word, e.g. ECONNREFUSED: fetch says only that it failed. */
function reasonOf(error: unknown, timeoutMs: number): string {
  const { name, code, cause, message } = error as Error & { code?: unknown; cause?: { code?: unknown } };
  if (name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  const word = cause?.code ?? code;
  return typeof word === "string" ? word : message;
}

/** What a refusal says, on one line and short: it is foreign text. Cut after secrets are hidden, or half of one would show. */
function saidIn(body: unknown, shown: (text: string) => string): string {
  const error = (body as { error?: unknown } | null)?.error;
  const found = [
    (error as { message?: unknown } | undefined)?.message,
    (body as { message?: unknown } | null)?.message,
    error,
    body,
  ].find((one) => typeof one === "string" && one.trim() !== "");
  return typeof found === "string" ? `, ${JSON.stringify(shown(found).replace(/\s+/g, " ").slice(0, 200))}` : "";
}
