import { closeSync, openSync, writeSync } from "node:fs";
import type { Hash128 } from "./hashSet.ts";

/** A stretch of rows in order of (atMs, index), in the two files of one input. */
export interface Run {
  rows: number;
  firstRow: number;
  bodyStart: number;
}

/** The files that the rows of one input are written to: fixed-size heads, and the lines that they belong to. */
export interface RunFiles {
  heads: string;
  body: string;
}

/** A head is seven doubles, or fourteen 32-bit words over the same bytes. */
export const headDoubles = 7;
export const headWords = 2 * headDoubles;
/** Where the fields of a head lie: atMs and index as doubles, the rest as words. */
export const head = { atMs: 0, index: 1, length: 4, flags: 5, id: 6, author: 10 } as const;
/** The flags are the kind's number, and above it whether the text may hold a mention. */
export const mentionFlag = 256;

const rowsInMemory = 16_384;
const bodyInMemory = 4 * 1024 * 1024;

/** One row to sort: its keys, what is counted about it, and its line of JSON. */
export interface Row {
  atMs: number;
  index: number;
  kind: number;
  mayMention: boolean;
  /** A hash of the id. */
  id: Hash128;
  /** What stands for the author; all zero where there is none. */
  author: Hash128;
  line: string;
}

/**
 * Writes rows to disk in sorted runs: it keeps a few thousand in memory, sorts them where they are out of order, and
 * starts a new run only where they lie before the last row written. A file in order becomes one run.
 */
export class RunWriter {
  readonly runs: Run[] = [];
  readonly #headFile: number;
  readonly #bodyFile: number;
  #doubles = new Float64Array(rowsInMemory * headDoubles);
  #words = new Uint32Array(this.#doubles.buffer);
  #starts = new Float64Array(rowsInMemory);
  #body = Buffer.allocUnsafe(bodyInMemory);
  #rows = 0;
  #bodyBytes = 0;
  #rowsWritten = 0;
  #bodyWritten = 0;
  #sorted = true;
  #lastWritten = Number.NEGATIVE_INFINITY;

  constructor(files: RunFiles) {
    this.#headFile = openSync(files.heads, "w");
    this.#bodyFile = openSync(files.body, "w");
  }

  add(row: Row): void {
    const longest = row.line.length * 3;
    if (this.#rows === rowsInMemory || this.#bodyBytes + longest > this.#body.length) this.#flush();
    if (longest > this.#body.length) this.#body = Buffer.allocUnsafe(longest);
    const at = this.#rows * headDoubles;
    const wordAt = this.#rows * headWords;
    const words = this.#words;
    this.#doubles[at + head.atMs] = row.atMs;
    this.#doubles[at + head.index] = row.index;
    const length = this.#body.write(row.line, this.#bodyBytes, "utf8");
    words[wordAt + head.length] = length;
    words[wordAt + head.flags] = row.kind | (row.mayMention ? mentionFlag : 0);
    for (let i = 0; i < 4; i++) {
      words[wordAt + head.id + i] = row.id[i]!;
      words[wordAt + head.author + i] = row.author[i]!;
    }
    this.#starts[this.#rows] = this.#bodyBytes;
    if (this.#rows > 0 && row.atMs < this.#doubles[at - headDoubles + head.atMs]!) this.#sorted = false;
    this.#bodyBytes += length;
    this.#rows++;
  }

  /** Writes what is left and closes the files. */
  close(): void {
    this.#flush();
    closeSync(this.#headFile);
    closeSync(this.#bodyFile);
  }

  #flush(): void {
    const rows = this.#rows;
    if (rows === 0) return;
    if (!this.#sorted) this.#sort();
    const first = this.#doubles[head.atMs]!;
    const last = this.runs.at(-1);
    if (last && first >= this.#lastWritten) last.rows += rows;
    else this.runs.push({ rows, firstRow: this.#rowsWritten, bodyStart: this.#bodyWritten });
    this.#lastWritten = this.#doubles[(rows - 1) * headDoubles + head.atMs]!;
    writeAll(this.#headFile, new Uint8Array(this.#doubles.buffer, 0, rows * headDoubles * 8));
    writeAll(this.#bodyFile, this.#body.subarray(0, this.#bodyBytes));
    this.#rowsWritten += rows;
    this.#bodyWritten += this.#bodyBytes;
    this.#rows = 0;
    this.#bodyBytes = 0;
    this.#sorted = true;
  }

  /** Puts heads and lines in order of time; rows of one time stay in order of the file. */
  #sort(): void {
    const atMs = (row: number) => this.#doubles[row * headDoubles + head.atMs]!;
    const order = Uint32Array.from({ length: this.#rows }, (_, row) => row).sort((a, b) => atMs(a) - atMs(b) || a - b);
    const doubles = new Float64Array(this.#doubles.length);
    const body = Buffer.allocUnsafe(this.#body.length);
    let bodyBytes = 0;
    order.forEach((from, to) => {
      doubles.set(this.#doubles.subarray(from * headDoubles, (from + 1) * headDoubles), to * headDoubles);
      const start = this.#starts[from]!;
      bodyBytes += this.#body.copy(body, bodyBytes, start, start + this.#words[from * headWords + head.length]!);
    });
    this.#doubles = doubles;
    this.#words = new Uint32Array(doubles.buffer);
    this.#body = body;
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
