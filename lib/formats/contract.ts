import type { MessageKind, Utterance, Video } from "#lib/records/index.ts";

/** The bytes of one file as UTF-8 without a byte-order mark, in pieces of any size. */
export type ByteStream = AsyncIterable<Uint8Array>;

/**
 * A chat message as its file has it, before pseudonyms. One of `atMs` (offset from the start of the stream) and `sentAt`
 * (ISO 8601 with an offset, or a local wall-clock time without one, or only its time of day `hh:mm:ss`) is there; `id`
 * where the format has one; `index` is its 0-based place in the file.
 */
export interface RawMessage {
  index: number;
  id?: string;
  atMs?: number;
  sentAt?: string;
  author: { id?: string; name: string };
  roles: string[];
  kind: MessageKind;
  amount?: number;
  currency?: string;
  text: string;
  emotes?: string[];
}

/** A stretch of speech as its file has it: `speaker` is still a name. */
export type RawUtterance = Omit<Utterance, "id"> & { index: number };

/** What a reader counts besides its records: why rows were left out, which fields it did not know, what the file says. */
export interface ReadReport {
  skipped: Map<string, number>;
  unknownFields: Map<string, number>;
  video: Partial<Video>;
  /** Rows that were kept although something about them was odd, by what it was, e.g. an end before its start. */
  noted?: Map<string, number>;
}

/** What a reader is told: the file's name for messages, a column mapping where the format needs one. */
export interface ReadOptions {
  file: string;
  strict: boolean;
  mapping?: ColumnMapping;
  /** IANA time zone of local wall-clock times, e.g. `Asia/Seoul`. */
  zone?: string;
  /** The platform's id of the video that is read, for a file that holds the rows of several. */
  video?: string;
}

/** Names of the columns, dotted JSON paths or groups of the pattern that hold each field, and the unit of a numeric time. */
export interface ColumnMapping {
  time: string;
  /** Without it a number is seconds, `1:02:03` a clock, and a date with its time a wall-clock time. */
  timeUnit?: "seconds" | "milliseconds" | "microseconds" | "clock" | "datetime";
  end?: string;
  author?: string;
  authorId?: string;
  id?: string;
  text: string;
  amount?: string;
  currency?: string;
  kind?: string;
  speaker?: string;
  /** The column that names the video, in a file that holds the rows of several. */
  video?: string;
  /** For plain text: a regular expression with named groups instead of columns. */
  pattern?: string;
  /** For a CSV without a header: the names of its columns, in order. */
  columns?: string[];
  /** What parts the columns of a CSV, where its first line does not show it. */
  separator?: string;
}

/** The first 64 KiB of a file, decoded, by which a format recognises its own. */
export interface Head {
  text: string;
  /** True when `text` is the whole file. */
  whole: boolean;
}

interface Format {
  /** The name given to --format, e.g. `twitchdownloader-json`. */
  name: string;
  /** True when the head is of this format; asked in the order of the registry, the first that says yes reads. */
  recognise(head: Head): boolean;
}

/** A chat format: `read` yields batches in file order and never throws for one bad row, which it counts instead. */
export interface ChatFormat extends Format {
  holds: "chat";
  read(bytes: ByteStream, report: ReadReport, options: ReadOptions): AsyncIterable<RawMessage[]>;
}

/**
 * A speech format; `write` gives back a file of the format. `video` fills a column that names the video, `language` a field
 * that names the language.
 */
export interface SpeechFormat extends Format {
  holds: "speech";
  read(bytes: ByteStream, report: ReadReport, options: ReadOptions): AsyncIterable<RawUtterance[]>;
  write?(utterances: Iterable<Utterance>, options?: { video?: string; language?: string }): Iterable<string>;
}

/** Adds one to a counter. */
export function count(counter: Map<string, number>, key: string, by = 1): void {
  counter.set(key, (counter.get(key) ?? 0) + by);
}
