import { join } from "node:path";
import { InputError } from "#lib/errors.ts";
import { count } from "#lib/formats/index.ts";
import type { FileTally } from "./fileTally.ts";
import type { ImportContext, PreparedStep } from "./importContext.ts";
import { type FileReport, plain, warningsOf } from "./importReport.ts";
import type { ChatJob, ChatPart } from "./readChatFile.ts";
import { readChatFiles } from "./readChatFiles.ts";
import type { Source } from "./source.ts";
import { writeChat } from "./writeChat.ts";

/** Reads, sorts and merges the chat files of an import into one file of messages; nothing is published yet. */
export async function importChat(sources: readonly Source[], context: ImportContext): Promise<PreparedStep> {
  const { scratch, progress } = context;
  const jobs = sources.map(
    (source, i): ChatJob => ({
      ...context.reading,
      path: source.path,
      file: source.file,
      format: source.format,
      rawCopy: join(scratch, `chat${i}.raw`),
      runFiles: { heads: join(scratch, `chat${i}.heads`), body: join(scratch, `chat${i}.body`) },
    }),
  );
  const totalBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  progress.start("Reading chat (MB)", Math.ceil(totalBytes / 1e6));
  const tick = byMegabyte(progress.tick);
  const parts = await readChatFiles(jobs, totalBytes, context.threads, tick).finally(progress.stop);
  for (const [i, part] of parts.entries()) refuseEmpty(sources[i]!, part);

  progress.start(
    "Writing messages",
    parts.reduce((sum, { rows }) => sum + rows, 0),
  );
  const path = join(scratch, "messages.jsonl.gz");
  const { tallies, removedMentions, ...output } = await writeChat(jobs, parts, path, progress.tick).finally(
    progress.stop,
  );
  return {
    step: "chat",
    sources: sources.map((source, i) => ({ source, copy: jobs[i]!.rawCopy, sha256: parts[i]!.raw.sha256 })),
    outputs: [{ name: "messages.jsonl.gz", path, ...output }],
    files: parts.map((part, i) => reportOf(sources[i]!, part, tallies[i]!, context.reading)),
    about: Object.assign({}, ...parts.map(({ report }) => report.video)),
    namesTakenDown: removedMentions > 0 || parts.some(({ report }) => report.skipped.has("taken-down")),
    usedStart: parts.some((part) => part.usedStart),
  };
}

/** Ticks once for each whole megabyte. */
function byMegabyte(tick: (by: number) => void): (bytes: number) => void {
  let bytes = 0;
  return (more) => {
    const before = Math.floor(bytes / 1e6);
    bytes += more;
    tick(Math.floor(bytes / 1e6) - before);
  };
}

function refuseEmpty({ file, format }: Source, { rows, report }: ChatPart): void {
  if (rows > 0 || report.skipped.size === 0 || report.skipped.has("taken-down")) return;
  throw new InputError(
    `${file}: expected messages in the format ${format}, found none that can be read ` +
      `(left out: ${JSON.stringify(plain(report.skipped))}). Check that it is the right file, or name its format with --format.`,
  );
}

function reportOf(
  { file, format }: Source,
  { report }: ChatPart,
  tally: FileTally,
  { strict, video }: ImportContext["reading"],
): FileReport {
  const warnings = warningsOf(report.noted);
  const { id } = report.video;
  if (id !== undefined && id !== video.id) warnings.push(`the file says that it is of video ${id}, not ${video.id}`);
  const { alarm, lastMs } = tally;
  if (lastMs !== null && lastMs < 0)
    warnings.push("all messages lie before the start of the stream; check --start and --zone");
  if (alarm && strict) throw new InputError(`${file}: ${alarm}`);
  if (alarm) warnings.unshift(alarm);
  if (tally.messages + tally.duplicates === 0) warnings.push("the file holds no message");
  if (tally.duplicates > 0) count(report.skipped, "duplicate-id", tally.duplicates);
  return {
    file,
    format,
    messages: tally.messages,
    kinds: tally.kinds,
    authors: tally.authors,
    firstMs: tally.firstMs,
    lastMs: tally.lastMs,
    skipped: plain(report.skipped),
    unknownFields: plain(report.unknownFields),
    warnings,
  };
}
