import type { ByteStream } from "./contract.ts";
import { isBlank } from "./jsonScanner.ts";

/** The part of a stream that is in memory: `bytes` from `at` on is still to be read. */
export class JsonWindow {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  /** True when the stream has no more bytes. */
  ended = false;
  #dropped = 0;
  readonly #source: AsyncIterator<Uint8Array>;

  constructor(source: ByteStream) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The offset of `at` in the whole stream. */
  get offset(): number {
    return this.#dropped + this.at;
  }

  /** Bytes in memory that are still to be read. */
  get waiting(): number {
    return this.bytes.length - this.at;
  }

  /** Lets go of what is read and fetches at least `least` bytes more; false when there were none. */
  async fetch(least = 1): Promise<boolean> {
    const pieces: Uint8Array[] = [this.bytes.subarray(this.at)];
    let fetched = 0;
    while (fetched < least && !this.ended) {
      const next = await this.#source.next();
      if (next.done) this.ended = true;
      else {
        pieces.push(next.value);
        fetched += next.value.length;
      }
    }
    this.#dropped += this.at;
    this.at = 0;
    this.bytes = Buffer.concat(pieces);
    return fetched > 0;
  }

  /** The next character that is not blank, which stays unread; undefined at the end. */
  async peek(): Promise<string | undefined> {
    for (;;) {
      while (this.waiting > 0 && isBlank(this.bytes[this.at]!)) this.at++;
      if (this.waiting > 0) return String.fromCharCode(this.bytes[this.at]!);
      if (!(await this.fetch())) return undefined;
    }
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
