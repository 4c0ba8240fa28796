import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Corpus, isTakenDown, jsonLines, publishStep, writeOutput } from "#lib/corpus/index.ts";
import type { Clock, Progress } from "#lib/effects/index.ts";
import { InputError, PermanentError } from "#lib/errors.ts";
import { type MediaTools, systemTools } from "#lib/media/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { SpeechEngine } from "../speechEngine.ts";
import { transcribeFile } from "../transcribeFile.ts";
import type { TranscribeSettings } from "../transcribeSamples.ts";
import type { VoiceActivity } from "../voice/openVoiceActivity.ts";
import { corpusCheckpoint } from "./corpusCheckpoint.ts";
import { findAudio } from "./findAudio.ts";
import { speechVariant } from "./speechVariant.ts";
import { countTranscript, factsOutput, type TranscriptFacts } from "./transcriptFacts.ts";
import { transcribeVersion, transcriptParams, transcriptState } from "./transcriptState.ts";

/** What a video is transcribed with, and by whom. */
export interface TranscribeVideoOptions {
  corpus: Corpus;
  video: VideoKey;
  engine: SpeechEngine;
  activity: VoiceActivity;
  settings: TranscribeSettings;
  clock: Clock;
  progress?: Progress;
  signal?: AbortSignal | undefined;
  tools?: MediaTools;
  worker?: string;
  attempt?: number;
  /** The number of the lease under which it is done; see publishStep. */
  fence?: number;
}

/** What became of one video; `facts` is null where nothing was done. */
export interface TranscribeReport {
  video: VideoKey;
  variant: string;
  done: "transcribed" | "unchanged" | "noAudio";
  facts: TranscriptFacts | null;
}

/**
 * Transcribes the audio of a video of a corpus and publishes it as a variant of the step `transcribe`: the utterances, what
 * the gate set aside and why, where there was speech, and the counts. Each window that was heard is kept in the corpus until
 * then, so a worker that is killed costs one window.
 *
 * @throws PermanentError where the audio cannot be used, or the video was taken down
 * @throws what the engine throws
 */
export async function transcribeVideo(options: TranscribeVideoOptions): Promise<TranscribeReport> {
  const { corpus, video, engine, settings, clock } = options;
  const variant = speechVariant(engine.facts, settings);
  const checkpoint = corpusCheckpoint(corpus, video, variant);
  const startedAt = clock.now().toISOString();
  const audio = await findAudio(corpus, video);
  if (!audio) return { video, variant, done: "noAudio", facts: null };
  if ((await transcriptState(corpus, video, engine.facts, settings)).done) {
    await checkpoint.drop();
    return { video, variant, done: "unchanged", facts: null };
  }
  if (await isTakenDown(corpus, video))
    throw new PermanentError(
      `The video ${video.platform} ${video.id} was taken down from ${corpus.store.location}: it is not transcribed.`,
    );
  const scratch = await corpus.store.scratch();
  try {
    const path = corpus.store.localPath?.(audio.path) ?? join(scratch, audio.name);
    if (!corpus.store.localPath) await corpus.store.download(audio.path, path);
    const name = `the audio of ${video.platform} ${video.id}`;
    const about = { ...options, checkpoint, audioSha256: audio.sha256, tools: options.tools ?? systemTools };
    const { transcript, decodeErrors } = await ofThisVideo(name, () => transcribeFile(path, about));
    const facts = countTranscript(transcript, decodeErrors);
    const json = Buffer.from(`${JSON.stringify(facts, null, 2)}\n`);
    const write = (output: string, content: Uint8Array) => writeOutput(corpus, video, "transcribe", output, content);
    const outputs = {
      "utterances.jsonl.gz": await write("utterances.jsonl.gz", jsonLines(transcript.utterances)),
      "dropped.jsonl.gz": await write("dropped.jsonl.gz", jsonLines(transcript.dropped)),
      "speech.jsonl.gz": await write("speech.jsonl.gz", jsonLines(transcript.speech)),
      [factsOutput]: await write(factsOutput, json),
    };
    const { facts: made } = engine;
    const record = {
      ...{ step: "transcribe", variant, version: transcribeVersion, params: transcriptParams(made, settings) },
      ...{ inputs: { audio: audio.sha256 }, outputs, worker: options.worker ?? "transcribe", startedAt },
      tools: { [made.engine]: made.version, [options.activity.facts.model]: options.activity.facts.modelSha256 },
      attempts: options.attempt ?? 1,
      finishedAt: clock.now().toISOString(),
    };
    await publishStep(corpus, video, record, options.fence);
    await checkpoint.drop();
    return { video, variant, done: "transcribed", facts };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A file that cannot be used is this video's trouble, and the others go on; a missing program is everybody's. */
async function ofThisVideo<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const isMachine = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code !== undefined;
    if (!(error instanceof InputError) || isMachine) throw error;
    throw new PermanentError(`Of ${name}: ${error.message}`, { cause: error });
  }
}
