import { MessageKind } from "#lib/records/index.ts";
import { HashSet128 } from "./hashSet.ts";
import type { RunReader } from "./runReader.ts";

const fewestForAlarm = 10;

/** Counts what was kept of one chat file, row by row in order of time. */
export class FileTally {
  messages = 0;
  duplicates = 0;
  firstMs: number | null = null;
  lastMs: number | null = null;
  readonly #kinds = new Uint32Array(MessageKind.options.length);
  readonly #authors = new HashSet128();
  #nowMessages = 0;
  #mostMessages = 0;
  #mostMs = 0;

  add(row: RunReader): void {
    if (row.atMs !== this.lastMs) this.#nowMessages = 0;
    if (++this.#nowMessages > this.#mostMessages) {
      this.#mostMessages = this.#nowMessages;
      this.#mostMs = row.atMs;
    }
    this.firstMs ??= row.atMs;
    this.lastMs = row.atMs;
    this.messages++;
    this.#kinds[row.kind]!++;
    row.addAuthor(this.#authors);
  }

  get authors(): number {
    return this.#authors.size;
  }

  get kinds(): Record<string, number> {
    const counted = MessageKind.options.map((kind, i): [string, number] => [kind, this.#kinds[i]!]);
    return Object.fromEntries(counted.filter(([, messages]) => messages > 0));
  }

  /** What is wrong when more than half of the messages are at one instant, else null. */
  get alarm(): string | null {
    if (this.messages < fewestForAlarm || this.#mostMessages * 2 <= this.messages) return null;
    return (
      `ALARM: ${this.#mostMessages} of ${this.messages} messages are at one instant (${this.#mostMs} ms), so their times are ` +
      "probably lost; that is how the original lost its Twitch chat. Check which column or field holds the time, and fetch the log again if none does."
    );
  }
}
