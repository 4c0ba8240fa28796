import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { InputError } from "#lib/errors.ts";
import {
  type ColumnMapping,
  findFormat,
  formats,
  type Head,
  openBytes,
  type ReadOptions,
  type ReadReport,
  readHead,
} from "#lib/formats/index.ts";
import type { VideoKey } from "#lib/records/index.ts";

/** A file to import, recognised. */
export interface Source {
  path: string;
  /** Its name in records and reports: the file's own, with a number where two have the same. */
  file: string;
  bytes: number;
  format: string;
  holds: "chat" | "speech";
}

/**
 * Recognises the files of an import, in order of their names, so that the order of the arguments makes no difference.
 *
 * @throws InputError for what is missing, empty, no file or of no known format
 */
export async function recogniseSources(
  paths: readonly string[],
  format?: string,
  mapping?: ColumnMapping,
): Promise<Source[]> {
  const sorted = paths.slice().sort((a, b) => (basename(a) < basename(b) ? -1 : basename(a) > basename(b) ? 1 : 0));
  const seen = new Map<string, number>();
  const sources: Source[] = [];
  for (const path of sorted) {
    const name = basename(path);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    sources.push(await recognise(path, times === 1 ? name : `${name} (${times})`, format, mapping));
  }
  return sources;
}

async function recognise(path: string, file: string, formatName?: string, mapping?: ColumnMapping): Promise<Source> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`${path}: expected a file, found none that can be read (${cause.code}). Check the path.`, {
      cause,
    });
  });
  if (found.isDirectory())
    throw new InputError(`${path}: expected a file, found a folder. Name the files in it, e.g. ${path}/*.json.`);
  if (!found.isFile())
    throw new InputError(`${path}: expected a file, found a device or a pipe. Save it to a file first.`);
  if (found.size === 0)
    throw new InputError(`${path}: expected a chat log or a transcript, found an empty file. Fetch it again.`);
  const report = newReport();
  const head = await readHead(openBytes(createReadStream(path), report, { file, strict: false })).catch((cause) => {
    if (cause instanceof InputError || cause?.code === undefined) throw cause;
    throw new InputError(`${path}: cannot be read (${cause.code}).`, { cause });
  });
  const { name, holds } = findFormat(head, file, formatName ?? mappedFormat(head, mapping));
  return { path, file, bytes: found.size, format: name, holds };
}

/**
 * The format for a file when there is a mapping and no name: the mapping describes it, unless it is known to hold the
 * other kind, as a transcript beside a mapped chat.
 */
function mappedFormat(head: Head, mapping?: ColumnMapping): string | undefined {
  if (!mapping) return undefined;
  const holds = mapping.end !== undefined || mapping.speaker !== undefined ? "speech" : "chat";
  const known = formats.find((format) => format.recognise(head));
  return known && known.holds !== holds ? known.name : `mapped-${holds}`;
}

export function newReport(): ReadReport {
  return { skipped: new Map(), unknownFields: new Map(), video: {}, noted: new Map() };
}

/** What a reader is told of a file. */
export function readOptions(job: {
  file: string;
  strict: boolean;
  video: VideoKey;
  mapping?: ColumnMapping;
  zone?: string;
}): ReadOptions {
  return {
    file: job.file,
    strict: job.strict,
    video: job.video.id,
    ...(job.mapping && { mapping: job.mapping }),
    ...(job.zone !== undefined && { zone: job.zone }),
  };
}
