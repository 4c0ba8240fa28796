import { PermanentError, TransientError } from "#lib/errors.ts";

/** So many failures one after another are no accident: nothing new is begun. */
const failuresInARow = 10;

/**
 * Runs questions to models, at most so many at once; what is urgent goes before what waits. One that fails leaves the others
 * alone, unless its error says that all would fail: then what is in flight comes to its end and nothing else is begun.
 */
export class AskQueue {
  /** How many failed, and the first error of theirs. */
  failed = 0;
  error: unknown;
  #stopped = false;
  #inARow = 0;
  #running = 0;
  readonly #urgent: (() => void)[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #inFlight: number;
  readonly #signal: AbortSignal | undefined;

  constructor(inFlight: number, signal?: AbortSignal) {
    this.#inFlight = inFlight;
    this.#signal = signal;
  }

  get stopped(): boolean {
    return this.#stopped || (this.#signal?.aborted ?? false);
  }

  /** Begins nothing new, since what is answered cannot be kept. */
  stop(error: unknown): void {
    this.error ??= error;
    this.#stopped = true;
  }

  /** Asks once there is room; resolves also where it failed, or was never begun. */
  async ask(one: () => Promise<void>, isUrgent: boolean): Promise<void> {
    if (this.#running >= this.#inFlight)
      await new Promise<void>((resolve) => (isUrgent ? this.#urgent : this.#waiting).push(resolve));
    else this.#running++;
    try {
      if (!this.stopped) await one();
      this.#inARow = 0;
    } catch (error) {
      this.#note(error);
    }
    const next = this.#urgent.shift() ?? this.#waiting.shift();
    // Its place goes over to the next.
    if (next) next();
    else this.#running--;
  }

  /** Asks all of a group: the first alone, so that a cache knows what they share when the others come. */
  async askGroup([first, ...rest]: readonly (() => Promise<void>)[]): Promise<void> {
    if (first) await this.ask(first, false);
    await Promise.all(rest.map((one) => this.ask(one, true)));
  }

  #note(error: unknown): void {
    const isOne = error instanceof TransientError || error instanceof PermanentError;
    if (!isOne && !this.#stopped) this.error = error;
    this.error ??= error;
    this.failed++;
    this.#inARow++;
    if (!isOne || this.#inARow >= failuresInARow) this.#stopped = true;
  }
}
