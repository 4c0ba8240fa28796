import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Corpus, importFiles, publishStep, writeOutput } from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { jsonFile } from "../fetched.ts";
import { type FetchRun, fetchChatStep } from "./collectVodChat.ts";
import { linesOfPiece, livePieces } from "./livePieces.ts";

/** What a live capture left, as `coverage.json` has it. */
export interface LiveCoverage {
  readonly status: "complete" | "partial";
  readonly lines: number;
  /** What the capture noted of itself, e.g. that the connection broke, each with its time. */
  readonly notes: readonly string[];
}

/**
 * Makes records of what live captures of a stream have kept: the pieces become one source, imported as step `chat`. A capture
 * that lost its connection is called partial.
 *
 * @param options.startedAt when the stream began, ISO 8601; messages have wall-clock times
 * @throws InputError where nothing was captured
 */
export async function collectLiveChat(
  corpus: Corpus,
  video: VideoKey,
  options: FetchRun & { startedAt: string; clock: Clock },
): Promise<LiveCoverage> {
  const { basis, worker, attempt, fence, startedAt: start, clock } = options;
  const pieces = livePieces(corpus, video, clock);
  const startedAt = clock.now().toISOString();
  const scratch = await corpus.store.scratch();
  const file = join(scratch, `${video.id}.twitch-irc.log.gz`);
  const notes: string[] = [];
  let lines = 0;
  const heard = async function* () {
    for await (const piece of pieces.stored()) {
      for (const line of linesOfPiece(piece)) {
        if (line.startsWith("# ")) notes.push(line.slice(2));
        else lines++;
      }
      yield piece;
    }
  };
  try {
    await pipeline(Readable.from(heard(), { objectMode: true }), createWriteStream(file));
    if (lines === 0)
      throw new InputError(
        `There is no captured chat of ${video.platform} ${video.id}. Capture it while the stream runs.`,
      );
    const coverage: LiveCoverage = { status: notes.length > 0 ? "partial" : "complete", lines, notes };
    const source = { tool: "twitch-irc", collectedAt: startedAt, basis };
    await importFiles({
      corpus,
      video,
      files: [file],
      format: "twitch-irc",
      start,
      about: { source },
      clock,
      worker,
      fence,
    });
    const said = jsonFile(coverage);
    const record = {
      ...{ step: fetchChatStep, variant: "irc", version: 1, params: { basis }, inputs: {} },
      outputs: { "coverage.json": await writeOutput(corpus, video, fetchChatStep, "coverage.json", said) },
      ...{ tools: { node: process.version }, attempts: attempt, worker },
      ...{ startedAt, finishedAt: clock.now().toISOString() },
    };
    await publishStep(corpus, video, record, fence);
    await pieces.drop();
    return coverage;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
