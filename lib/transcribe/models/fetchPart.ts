import { open, rm } from "node:fs/promises";
import { anySignal, type Clock, retryAfterMs } from "#lib/effects/index.ts";
import { PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";

/** One attempt at the rest of a file. */
export interface PartCall {
  readonly url: string;
  /** What has come so far; what comes now is added to it. */
  readonly path: string;
  readonly haveBytes: number;
  readonly mostBytes: number;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told how much there is, and how much there will be, where the server says. */
  readonly onBytes: (bytes: number, totalBytes: number | null) => void;
}

const stallMs = 60_000;

/**
 * Asks a server for what is missing of a file and writes it as it comes. A server that does not know ranges sends all of it
 * anew, and one that has no more ends it.
 *
 * @throws PermanentError where there is no such file, RateLimitedError where it asks for a pause, TransientError where the
 *   connection breaks, nothing comes for a minute, or the server has a fault
 */
export async function fetchPart(call: PartCall): Promise<void> {
  const { url, path, haveBytes } = call;
  const place = `Cannot fetch ${url}`;
  const stop = new AbortController();
  const signal = anySignal([call.signal, stop.signal]);
  const inTime = async <T>(wanted: Promise<T>): Promise<T> => {
    const fail = () => stop.abort(new TransientError(`${place}: nothing came for ${stallMs / 1000} s.`));
    const timer = setTimeout(fail, stallMs);
    try {
      return await wanted;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const { cause, message } = error as Error & { cause?: { code?: unknown } };
      throw new TransientError(`${place}: ${typeof cause?.code === "string" ? cause.code : message}.`, {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
    }
  };
  const headers: Record<string, string> = haveBytes > 0 ? { range: `bytes=${haveBytes}-` } : {};
  const answer = await inTime(call.fetch(url, { headers, signal }));
  if (answer.status === 416) return void (await answer.body?.cancel());
  if (answer.status !== 200 && answer.status !== 206) {
    await answer.body?.cancel();
    throw refusal(`${place}: status ${answer.status}`, answer, call.clock);
  }
  const from = answer.status === 206 ? Number(/^bytes (\d+)-/.exec(answer.headers.get("content-range") ?? "")?.[1]) : 0;
  if (from !== 0 && from !== haveBytes) {
    await answer.body?.cancel();
    throw new PermanentError(
      `${place}: expected its bytes from ${haveBytes}, found ${answer.headers.get("content-range")}.`,
    );
  }
  if (from === 0) await rm(path, { force: true });
  const coming = Number(answer.headers.get("content-length") ?? Number.NaN);
  const totalBytes = Number.isFinite(coming) ? from + coming : null;
  const reader = answer.body?.getReader();
  const file = await open(path, "a");
  let bytes = from;
  try {
    for (;;) {
      const piece = reader ? await inTime(reader.read()) : { done: true as const, value: undefined };
      if (piece.done) break;
      bytes += piece.value.length;
      if (bytes > call.mostBytes)
        throw new PermanentError(`${place}: expected at most ${call.mostBytes} bytes, found more. Check the mirror.`);
      await file.writeFile(piece.value);
      call.onBytes(bytes, totalBytes);
    }
  } finally {
    await file.close();
    await reader?.cancel().catch(() => {});
  }
  if (totalBytes !== null && bytes < totalBytes)
    throw new TransientError(`${place}: the connection ended after ${bytes} of ${totalBytes} bytes.`);
}

function refusal(found: string, { status, headers }: Response, clock: Clock): Error {
  if (status === 429) return new RateLimitedError(`${found}: too many requests.`, retryAfterMs(headers, clock));
  if (status >= 500 || status === 408) return new TransientError(`${found}: the server has a fault.`);
  return new PermanentError(`${found}. Check the mirror (--mirror), or fetch the file by other means and verify it.`);
}
