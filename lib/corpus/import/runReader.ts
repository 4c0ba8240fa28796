import { readSync } from "node:fs";
import type { HashSet128 } from "./hashSet.ts";
import { head, headDoubles, headWords, mentionFlag, type Run } from "./runWriter.ts";

const headsInMemory = 512;

/** Reads the rows of one run in order; the fields are those of the current row. */
export class RunReader {
  atMs = 0;
  index = 0;
  kind = 0;
  mayMention = false;
  /** The place of the row's input among the inputs. */
  readonly input: number;
  readonly #files: { heads: number; body: number };
  readonly #doubles = new Float64Array(headsInMemory * headDoubles);
  readonly #words = new Uint32Array(this.#doubles.buffer);
  readonly #bytes = new Uint8Array(this.#doubles.buffer);
  #row = 0;
  #rowsInMemory = 0;
  #rowsLeft: number;
  #nextHead: number;
  #body: Buffer;
  #bodyAt = 0;
  #bodyEnd = 0;
  #nextBody: number;
  #wordAt = 0;

  /** @param bodyBytes how much of the lines to keep in memory */
  constructor(input: number, files: { heads: number; body: number }, run: Run, bodyBytes: number) {
    this.input = input;
    this.#files = files;
    this.#rowsLeft = run.rows;
    this.#nextHead = run.firstRow * headDoubles * 8;
    this.#nextBody = run.bodyStart;
    this.#body = Buffer.allocUnsafe(bodyBytes);
  }

  /** Goes to the next row; false at the end. The line of a row has to be taken before. */
  next(): boolean {
    if (this.#row === this.#rowsInMemory && !this.#fetchHeads()) return false;
    const at = this.#row * headDoubles;
    this.#wordAt = this.#row * headWords;
    this.atMs = this.#doubles[at + head.atMs]!;
    this.index = this.#doubles[at + head.index]!;
    const flags = this.#words[this.#wordAt + head.flags]!;
    this.kind = flags % mentionFlag;
    this.mayMention = flags >= mentionFlag;
    this.#row++;
    return true;
  }

  /** Adds the hash of the row's id to a set; false when it was there. */
  addId(ids: HashSet128): boolean {
    return this.#addTo(ids, head.id);
  }

  /** Adds the row's author to a set; false when the author was there or the row has none. */
  addAuthor(authors: HashSet128): boolean {
    return this.#addTo(authors, head.author);
  }

  /** The row's line; to be taken once for each row, and used before the next is. */
  line(): Buffer {
    const length = this.#words[this.#wordAt + head.length]!;
    if (this.#bodyEnd - this.#bodyAt < length) this.#fetchBody(length);
    const line = this.#body.subarray(this.#bodyAt, this.#bodyAt + length);
    this.#bodyAt += length;
    return line;
  }

  #addTo(set: HashSet128, field: number): boolean {
    const at = this.#wordAt + field;
    const words = this.#words;
    return set.add(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!);
  }

  #fetchHeads(): boolean {
    const rows = Math.min(headsInMemory, this.#rowsLeft);
    if (rows === 0) return false;
    readAll(this.#files.heads, this.#bytes.subarray(0, rows * headDoubles * 8), this.#nextHead);
    this.#nextHead += rows * headDoubles * 8;
    this.#rowsLeft -= rows;
    this.#rowsInMemory = rows;
    this.#row = 0;
    return true;
  }

  #fetchBody(least: number): void {
    const kept = this.#body.subarray(this.#bodyAt, this.#bodyEnd);
    const body = least > this.#body.length ? Buffer.allocUnsafe(least) : this.#body;
    body.set(kept);
    this.#body = body;
    this.#bodyAt = 0;
    this.#bodyEnd = kept.length;
    while (this.#bodyEnd < least) {
      const read = readSync(this.#files.body, body, this.#bodyEnd, body.length - this.#bodyEnd, this.#nextBody);
      if (read === 0) throw new Error("a run is shorter than its heads say");
      this.#bodyEnd += read;
      this.#nextBody += read;
    }
  }
}

function readAll(file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, bytes.length - at, position + at);
    if (read === 0) throw new Error("a run is shorter than its description says");
    at += read;
  }
}
