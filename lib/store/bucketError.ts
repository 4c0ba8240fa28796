import { AuthError, InputError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";

/** What is used of the errors that the client library and fetch throw. */
interface Refusal {
  code?: unknown;
  status?: unknown;
  message?: string;
  errors?: readonly { reason?: unknown }[];
  response?: { status?: unknown; headers?: unknown; data?: unknown };
  cause?: { code?: unknown; message?: string };
}

/** Failures of the connection, as Node, node-fetch and undici name them. */
const connectionCodes =
  /^(ECONN|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|ESOCKETTIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_|EPROTO)/;
/** Ways of Google's authentication library to say that no one is signed in, or not any more. */
const authWords =
  /credential|does not exist, or it is not a file|invalid_grant|invalid_client|invalid_rapt|reauth|token has been expired|could not refresh/i;
const rateReasons = /rateLimitExceeded|userRateLimitExceeded|slowDown/i;

/** The HTTP status of what the library threw, or null where none came. */
export function statusOf(error: unknown): number | null {
  const { code, status, response } = (error ?? {}) as Refusal;
  for (const one of [response?.status, code, status]) {
    const number = Number(one);
    if (Number.isInteger(number) && number >= 300 && number < 600) return number;
  }
  return null;
}

/**
 * What the library threw, as the class that says what happens next. Errors of ours stay as they are; what is unknown
 * stays too, as a fault of this program.
 *
 * @param action what was tried and where, e.g. `read a/b in gs://bucket`
 */
export function bucketError(error: unknown, action: string): unknown {
  if (isOurs(error)) return error;
  const refusal = (error ?? {}) as Refusal;
  const status = statusOf(error);
  const options = { cause: error };
  const answer = answerOf(refusal);
  const said = (answer.message ?? "").replaceAll(/\s+/g, " ").slice(0, 300);
  const message = `Cannot ${action}: ${status === null ? "" : `status ${status}, `}${said}`;
  const reasons = (answer.errors ?? []).map(({ reason }) => String(reason)).join(" ");
  if (authWords.test(said))
    return new AuthError(`${message}. Sign in with: gcloud auth application-default login`, options);
  if (status === null) return isConnection(refusal) ? new TransientError(`${message}.`, options) : error;
  if (status === 429 || (status === 403 && rateReasons.test(`${reasons} ${said}`)))
    return new RateLimitedError(`${message}.`, retryAfterMs(refusal), options);
  if (status === 408 || status >= 500) return new TransientError(`${message}.`, options);
  // The service's words for bytes that changed on their way to it.
  if (status === 400 && /doesn't match calculated/.test(said)) return new TransientError(`${message}.`, options);
  if (status === 401) return new AuthError(`${message}. Sign in with: gcloud auth application-default login`, options);
  if (status === 403)
    return new AuthError(
      `${message}. Let the owner of the bucket give this account the role Storage Object User.`,
      options,
    );
  if (status === 404 && /bucket does not exist/i.test(said))
    return new InputError(`${message} Make the bucket first, or mend its name.`, options);
  return new PermanentError(`${message}.`, options);
}

/** The service's own words: the library has them where an upload begins in another place than elsewhere. */
function answerOf({ message, errors, response }: Refusal): Pick<Refusal, "message" | "errors"> {
  const { error } = (response?.data ?? {}) as { error?: Pick<Refusal, "message" | "errors"> };
  return error ?? { ...(message !== undefined && { message }), ...(errors && { errors }) };
}

function isOurs(error: unknown): boolean {
  return [AuthError, InputError, PermanentError, RateLimitedError, TransientError].some((one) => error instanceof one);
}

function isConnection({ code, cause, message }: Refusal): boolean {
  const codes = [code, cause?.code].flatMap((one) => (typeof one === "string" ? [one] : []));
  if (codes.some((one) => connectionCodes.test(one))) return true;
  return /socket hang up|network timeout|premature close|aborted|terminated|fetch failed|timeout/i.test(message ?? "");
}

/** `Retry-After` in seconds; a date or nothing counts as no wish. */
function retryAfterMs({ response }: Refusal): number {
  const headers = response?.headers;
  const text =
    headers instanceof Headers ? headers.get("retry-after") : (headers as Record<string, unknown>)?.["retry-after"];
  const seconds = Number(text ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
