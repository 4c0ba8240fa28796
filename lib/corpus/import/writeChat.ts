import { closeSync, openSync } from "node:fs";
import type { ChatMessage } from "#lib/records/index.ts";
import { makeMentionMask } from "../mentions.ts";
import { makePseudonymiser } from "../pseudonym.ts";
import { removedName } from "../takedown/removePerson.ts";
import { FileTally } from "./fileTally.ts";
import { GzipLines } from "./gzipLines.ts";
import { HashSet128 } from "./hashSet.ts";
import { mergeRuns } from "./mergeRuns.ts";
import { messageLine } from "./messageLine.ts";
import type { ChatJob, ChatPart } from "./readChatFile.ts";
import { RunReader } from "./runReader.ts";

const memoryForLines = 32 * 1024 * 1024;

/**
 * Merges the sorted rows of all chat files into one file of messages, leaves out those whose id was there, and puts
 * pseudonyms in the place of mentioned names; those are known only now that all files are read.
 *
 * @param jobs in the order of `parts`
 * @param path where the messages go
 */
export async function writeChat(
  jobs: readonly ChatJob[],
  parts: readonly ChatPart[],
  path: string,
  onMessages: (count: number) => void,
): Promise<{ sha256: string; bytes: number; tallies: FileTally[]; removedMentions: number }> {
  const { key, video, takenDown } = jobs[0]!;
  const pseudonyms = makePseudonymiser(key, video.platform);
  let removedMentions = 0;
  const mask = makeMentionMask(namesOf(parts), (name) => {
    const pseudonym = pseudonyms.name(name);
    if (!takenDown.has(pseudonym)) return pseudonym;
    removedMentions++;
    return removedName;
  });
  const tallies = parts.map(() => new FileTally());
  const ids = new HashSet128();
  const out = new GzipLines(path);
  const files = jobs.map(({ runFiles }) => ({
    heads: openSync(runFiles.heads, "r"),
    body: openSync(runFiles.body, "r"),
  }));
  try {
    let since = 0;
    for (const row of mergeRuns(readersOf(parts, files))) {
      const tally = tallies[row.input]!;
      const line = row.line();
      since++;
      if (!row.addId(ids)) {
        tally.duplicates++;
        continue;
      }
      tally.add(row);
      if (!out.add(row.mayMention ? masked(line, mask) : line)) continue;
      await out.flush();
      onMessages(since);
      since = 0;
    }
    onMessages(since);
    return { ...(await out.finish()), tallies, removedMentions };
  } finally {
    out.close();
    for (const { heads, body } of files) {
      closeSync(heads);
      closeSync(body);
    }
  }
}

function* namesOf(parts: readonly ChatPart[]): Iterable<string> {
  for (const { names } of parts) yield* names;
}

function* readersOf(parts: readonly ChatPart[], files: { heads: number; body: number }[]): Generator<RunReader> {
  const runs = parts.reduce((sum, part) => sum + part.runs.length, 0);
  const bodyBytes = Math.min(256 * 1024, Math.max(8 * 1024, Math.floor(memoryForLines / Math.max(runs, 1))));
  for (const [input, part] of parts.entries())
    for (const run of part.runs) yield new RunReader(input, files[input]!, run, bodyBytes);
}

function masked(line: Buffer, mask: (text: string) => string): Uint8Array {
  const message: ChatMessage = JSON.parse(line.toString("utf8"));
  return Buffer.from(messageLine({ ...message, text: mask(message.text) }));
}
