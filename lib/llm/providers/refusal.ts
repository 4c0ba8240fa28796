import { PermanentError, TransientError } from "#lib/errors.ts";

/** A provider refuses this one request, and would refuse it again: its text, length or schema is not what it takes. */
export class RefusedRequestError extends PermanentError {
  /** The provider's own short word for it, such as `context_length_exceeded`; empty where it has none. */
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** A reply that went on beyond all measure: it was paid, and would come again. */
export class EndlessReplyError extends PermanentError {}

/** No reply came, but the request may have been answered and paid for: the connection broke, or time was up. */
export class LostReplyError extends TransientError {}
