import { hash } from "node:crypto";
import { InputError } from "#lib/errors.ts";
import {
  type ChatFormat,
  type ColumnMapping,
  count,
  formats,
  openBytes,
  type RawMessage,
  type ReadReport,
} from "#lib/formats/index.ts";
import { type ChatMessage, MessageKind, type VideoKey } from "#lib/records/index.ts";
import { hideOwnName, mayMention, needsKnowing } from "../mentions.ts";
import { makePseudonymiser } from "../pseudonym.ts";
import { makeChatTimes } from "./chatTimes.ts";
import { copyRaw } from "./copyRaw.ts";
import { type Hash128, hash128 } from "./hashSet.ts";
import { isKnownBot } from "./isKnownBot.ts";
import { makeMessageIds } from "./messageIds.ts";
import { messageLine } from "./messageLine.ts";
import { type Row, type Run, type RunFiles, RunWriter } from "./runWriter.ts";
import { newReport, readOptions } from "./source.ts";

/** One chat file to read, as plain data that a worker thread can be sent. */
export interface ChatJob {
  path: string;
  /** The file's name in records and reports. */
  file: string;
  format: string;
  video: VideoKey;
  key: Uint8Array;
  strict: boolean;
  mapping?: ColumnMapping;
  zone?: string;
  /** When the stream began, in milliseconds since 1970. */
  startMs?: number;
  /** Pseudonyms of persons who were taken down: what they wrote is left out. */
  takenDown: ReadonlySet<string>;
  /** Where the untouched copy and the sorted rows go. */
  rawCopy: string;
  runFiles: RunFiles;
}

/** What was read of one chat file; its rows are in the job's run files. */
export interface ChatPart {
  raw: { sha256: string; bytes: number };
  report: ReadReport;
  runs: Run[];
  rows: number;
  /** True when a message had a wall-clock time only. */
  usedStart: boolean;
  /** The authors' names that have to be known to find their mentions. */
  names: Set<string>;
}

const noAuthor: Hash128 = [0, 0, 0, 0];

/** Reads one chat file into sorted rows on disk, in memory that does not grow with the file. */
export async function readChatFile(job: ChatJob, onBytes: (count: number) => void): Promise<ChatPart> {
  const format = formats.find((one): one is ChatFormat => one.name === job.format && one.holds === "chat");
  if (!format) throw new InputError(`${job.file}: there is no chat format ${job.format}.`);
  const report = newReport();
  const options = readOptions(job);
  const names = new Set<string>();
  const toRow = makeRows(job);
  const copy = copyRaw(job.path, job.rawCopy, onBytes);
  const writer = new RunWriter(job.runFiles);
  let rows = 0;
  let usedStart = false;
  try {
    for await (const batch of format.read(openBytes(copy.bytes, report, options), report, options))
      for (const message of batch) {
        if (needsKnowing(message.author.name)) names.add(message.author.name);
        if (message.atMs === undefined) usedStart = true;
        const row = toRow(message);
        if (row === null) {
          count(report.skipped, "taken-down");
          continue;
        }
        writer.add(row);
        rows++;
      }
    return { raw: copy.finish(), report, runs: writer.runs, rows, usedStart, names };
  } finally {
    writer.close();
    copy.close();
  }
}

/** Makes rows of messages, null for one by a person who was taken down. */
function makeRows(job: ChatJob): (message: RawMessage) => Row | null {
  const pseudonyms = makePseudonymiser(job.key, job.video.platform);
  const timesOf = makeChatTimes(job.file, job.startMs, job.zone);
  const newId = makeMessageIds(pseudonyms);
  return (raw) => {
    const author = pseudonyms.author(raw.author);
    if (job.takenDown.has(author) || (job.takenDown.size > 0 && job.takenDown.has(pseudonyms.name(raw.author.name))))
      return null;
    const fields: Omit<ChatMessage, "id"> = {
      ...timesOf(raw),
      author,
      roles: isKnownBot(raw.author.name) && !raw.roles.includes("bot") ? [...raw.roles, "bot"] : raw.roles,
      kind: raw.kind,
      ...(raw.amount !== undefined && { amount: raw.amount }),
      ...(raw.currency !== undefined && { currency: raw.currency }),
      text: raw.text,
      ...(raw.emotes !== undefined && { emotes: raw.emotes }),
      origin: { file: job.file, index: raw.index },
    };
    // The id is of the text as written, so that it stays the same whatever is hidden in it.
    const message = { id: raw.id ?? newId(fields), ...fields, text: hideOwnName(raw.text, raw.author.name, author) };
    return {
      atMs: message.atMs,
      index: raw.index,
      kind: MessageKind.options.indexOf(raw.kind),
      mayMention: mayMention(raw.text),
      id: hash128(hash("sha256", message.id, "binary")),
      author: author === "" ? noAuthor : hash128(author, "a_".length),
      line: messageLine(message),
    };
  };
}
