import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import {
  type Corpus,
  importFiles,
  latestStep,
  publishStep,
  purgePartial,
  readTakedowns,
  videoPath,
  writeOutput,
} from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { collectedSource } from "../basis.ts";
import { jsonFile } from "../fetched.ts";
import { refuseTakenDown } from "../refuseTakenDown.ts";
import { type FetchRun, fetchChatStep } from "./collectVodChat.ts";
import { type LiveGap, makeLiveGaps } from "./liveGaps.ts";
import { livePieces } from "./livePieces.ts";

/** What a live capture left, as `coverage.json` has it. */
export interface LiveCoverage {
  readonly status: "complete" | "partial";
  readonly lines: number;
  /** When nobody listened. */
  readonly gaps: readonly LiveGap[];
  /** What the capture noted of itself, e.g. that the connection broke, each with its time. */
  readonly notes: readonly string[];
}

const variant = "irc";

/**
 * Makes records of what live captures of a stream have kept: the pieces become one source, imported as step `chat`, behind what an
 * earlier call published. A stream that was not listened to from its start on without a break is called partial.
 *
 * @param options.startedAt when the stream began, ISO 8601; messages have wall-clock times
 * @returns null where nobody said anything that was captured
 * @throws InputError where what was published earlier was purged since
 */
export async function collectLiveChat(
  corpus: Corpus,
  video: VideoKey,
  options: FetchRun & { startedAt: string; clock: Clock },
): Promise<LiveCoverage | null> {
  const { basis, worker, attempt, fence, startedAt: start, clock } = options;
  const pieces = livePieces(corpus, video, clock);
  await refuseTakenDown(corpus, video, pieces.drop);
  const { authors } = await readTakedowns(corpus);
  const gone = authors(video.platform);
  // An import keeps no log that names them, and the next capture could not go on behind it.
  if (gone.size > 0) await purgePartial(corpus, video, gone);
  const startedAt = clock.now().toISOString();
  const scratch = await corpus.store.scratch();
  const file = join(scratch, `${video.id}.twitch-irc.log.gz`);
  try {
    const earlier = await earlierLog(corpus, video, join(scratch, "earlier.log.gz"));
    const all = async function* () {
      if (earlier !== null) yield* createReadStream(earlier);
      yield* pieces.stored();
    };
    await pipeline(Readable.from(all(), { objectMode: true }), createWriteStream(file));
    const heard = makeLiveGaps(start);
    let lines = 0;
    let said = 0;
    for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
      if (!heard.add(line)) continue;
      lines++;
      if (/ (?:PRIVMSG|USERNOTICE) #/.test(line)) said++;
    }
    if (said === 0) return null;
    const { gaps, notes } = heard;
    const isWhole = gaps.length === 0 && notes.length === 0;
    const coverage: LiveCoverage = { status: isWhole ? "complete" : "partial", lines, gaps, notes };
    const source = collectedSource("twitch-irc", options, startedAt);
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
    const content = jsonFile(coverage);
    const record = {
      ...{ step: fetchChatStep, variant, version: 1, params: { basis }, inputs: {} },
      outputs: { "coverage.json": await writeOutput(corpus, video, fetchChatStep, "coverage.json", content) },
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

/**
 * The log that an earlier call imported, or null where there was none.
 *
 * @throws InputError where it was purged: an import of the rest would take the place of the messages that are left
 */
async function earlierLog(corpus: Corpus, video: VideoKey, to: string): Promise<string | null> {
  if (!(await latestStep(corpus, video, fetchChatStep, variant))) return null;
  const imported = await latestStep(corpus, video, "chat", "import");
  const [sha256 = ""] = Object.values(imported?.record.inputs ?? {});
  for await (const name of corpus.store.list(`${videoPath(video)}/raw/${sha256}.`)) {
    await corpus.store.download(name, to);
    return to;
  }
  throw new InputError(
    `The chat of ${video.platform} ${video.id} was captured before, and its log was purged, so it cannot be gone on with. What was ` +
      "heard since is kept in the corpus, and not imported.",
  );
}
