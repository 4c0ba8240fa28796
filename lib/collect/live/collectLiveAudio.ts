import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import {
  type Corpus,
  latestStep,
  type Output,
  outputPath,
  publishStep,
  readText,
  writeOutput,
} from "#lib/corpus/index.ts";
import type { ProgramEffects } from "#lib/effects/index.ts";
import { PermanentError } from "#lib/errors.ts";
import { Video, type VideoKey } from "#lib/records/index.ts";
import { collectedSource } from "../basis.ts";
import type { Programs } from "../download/programs.ts";
import { jsonFile } from "../fetched.ts";
import { refuseTakenDown } from "../refuseTakenDown.ts";
import { storeFile } from "../storeFile.ts";
import type { FetchRun } from "../twitch/collectVodChat.ts";
import { audioPieces } from "./audioPieces.ts";
import { joinLiveAudio } from "./joinLiveAudio.ts";
import type { LiveStream } from "./liveStream.ts";

export const liveAudioStep = { step: "audio", variant: "live" } as const;
const saidName = "audio.json";

const Count = z.number().int().nonnegative();
const Said = z.strictObject({
  status: z.enum(["complete", "partial"]),
  startedAt: z.iso.datetime(),
  durationMs: Count.nullable(),
  gaps: z.array(z.strictObject({ fromMs: Count, toMs: Count })),
  parts: z.array(z.strictObject({ name: z.string(), startedAt: z.iso.datetime() })),
  /** Why the parts could not be joined. */
  trouble: z.string().nullable(),
});
/** What a live capture of audio left, as `audio.json` has it; times in it count from the stream's start. */
export type LiveAudioCoverage = z.infer<typeof Said>;

/**
 * Makes outputs of the audio that live captures of a stream have kept: each part as it came, and `audio.m4a`, all of them joined on
 * the stream's clock. What an earlier call published is part of it.
 *
 * @returns null where nothing was captured
 */
export async function collectLiveAudio(
  corpus: Corpus,
  video: VideoKey,
  options: FetchRun & { stream: LiveStream; programs: Programs; effects: ProgramEffects; signal: AbortSignal },
): Promise<LiveAudioCoverage | null> {
  const { basis, worker, attempt, fence, stream, effects } = options;
  const { clock } = effects;
  const { step, variant } = liveAudioStep;
  const pieces = audioPieces(corpus, video, clock);
  await refuseTakenDown(corpus, video, pieces.drop);
  const startedAt = clock.now().toISOString();
  const scratch = await corpus.store.scratch();
  try {
    const before = await latestStep(corpus, video, step, variant);
    const outputs: Record<string, Output> = {};
    const parts: { name: string; startedAt: string; path: string }[] = [];
    if (before) {
      const text = (await readText(corpus, video, before, saidName)) ?? "{}";
      for (const part of Said.parse(JSON.parse(text)).parts) {
        const output = before.record.outputs[part.name];
        // Removed, since its time had passed.
        if (!output) continue;
        const path = join(scratch, part.name);
        await corpus.store.download(outputPath(video, step, part.name, output.sha256), path);
        parts.push({ ...part, path });
        outputs[part.name] = output;
      }
    }
    for (const part of await pieces.parts()) {
      // Published by a call that was killed before it took the pieces away.
      if (parts.some(({ startedAt: at }) => at === part.startedAt)) continue;
      const name = `part${String(parts.length + 1).padStart(4, "0")}.ts`;
      const path = join(scratch, name);
      await pipeline(Readable.from(part.bytes(), { objectMode: true }), createWriteStream(path));
      parts.push({ name, startedAt: part.startedAt, path });
    }
    if (parts.length === 0) return null;
    const joined = join(scratch, "joined.m4a");
    const startMs = Date.parse(stream.startedAt);
    const placed = parts.map(({ path, startedAt: at }) => ({ path, startMs: Date.parse(at) - startMs }));
    const found = await joinLiveAudio(placed, joined, scratch, options).catch((error) => {
      // The parts are kept as they are: nothing of them is lost.
      if (error instanceof PermanentError) return error.message;
      throw error;
    });
    const isJoined = typeof found !== "string";
    const said: LiveAudioCoverage = {
      status: isJoined && found.gaps.length === 0 ? "complete" : "partial",
      startedAt: stream.startedAt,
      durationMs: isJoined ? found.durationMs : null,
      gaps: isJoined ? [...found.gaps] : [],
      parts: parts.map(({ name, startedAt: at }) => ({ name, startedAt: at })),
      trouble: isJoined ? null : found,
    };
    for (const { name, path } of parts) outputs[name] ??= await storeFile(corpus, video, step, name, path);
    if (isJoined) outputs["audio.m4a"] = await storeFile(corpus, video, step, "audio.m4a", joined);
    outputs[saidName] = await writeOutput(corpus, video, step, saidName, jsonFile(Said.parse(said)));
    outputs["video.json"] = await writeOutput(corpus, video, step, "video.json", jsonFile(aboutVideo(video, options)));
    const record = {
      ...{ ...liveAudioStep, version: 1, params: { basis }, inputs: {}, outputs, tools: { node: process.version } },
      ...{ attempts: attempt, worker, startedAt, finishedAt: clock.now().toISOString() },
    };
    await publishStep(corpus, video, record, fence);
    await pieces.drop();
    return said;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function aboutVideo(video: VideoKey, options: Parameters<typeof collectLiveAudio>[2]): Video {
  const { title, channelId, startedAt } = options.stream;
  const source = collectedSource("live-capture", options, options.effects.clock.now().toISOString());
  return Video.parse({ ...video, ...(channelId && { channelId }), ...(title && { title }), startedAt, source });
}
