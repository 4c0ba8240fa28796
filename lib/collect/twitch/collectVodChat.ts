import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Corpus, importFiles, latestStep, publishStep, writeOutput } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { collectedSource, type Ground } from "../basis.ts";
import { type ChatCoverage, chatCoverage } from "../chatCoverage.ts";
import { jsonFile } from "../fetched.ts";
import { refuseTakenDown } from "../refuseTakenDown.ts";
import { fetchVodChat, type VodChatOptions } from "./fetchVodChat.ts";
import { keptPages } from "./keptPages.ts";

/** What a step record of a fetch says beside what was fetched. */
export interface FetchRun extends Ground {
  readonly worker: string;
  readonly attempt: number;
  readonly fence?: number | undefined;
}

export const fetchChatStep = "fetchChat";
const variant = "gql";
const version = 1;

/** Whether the chat of a VOD was fetched, and the highest number of the records. */
export async function vodChatState(corpus: Corpus, video: VideoKey): Promise<{ done: boolean; published: number }> {
  const fetched = await latestStep(corpus, video, fetchChatStep, variant);
  const imported = await latestStep(corpus, video, "chat", "import");
  const published = Math.max(fetched?.n ?? 0, imported?.n ?? 0);
  return { done: fetched !== null && !(await keptPages(corpus, video).any()), published };
}

/**
 * Collects the chat of a Twitch VOD: its pages are fetched, imported as step `chat`, and described by a record of the step
 * `fetchChat`, whose `coverage.json` says whether that is all. Does nothing where that was done.
 *
 * @param options.durationMs of the VOD as Twitch says, where it is known
 * @throws as fetchVodChat and importFiles do; what was fetched is kept for the next attempt
 */
export async function collectVodChat(
  corpus: Corpus,
  video: VideoKey,
  options: VodChatOptions & FetchRun,
): Promise<ChatCoverage | null> {
  const { basis, worker, attempt, fence, durationMs, effects } = options;
  const pages = keptPages(corpus, video);
  if (await latestStep(corpus, video, fetchChatStep, variant)) {
    await pages.drop();
    return null;
  }
  await refuseTakenDown(corpus, video, pages.drop);
  const startedAt = effects.clock.now().toISOString();
  const scratch = await corpus.store.scratch();
  try {
    const file = `${video.id}.twitch-gql.jsonl.gz`;
    const trail = await fetchVodChat(corpus, video, join(scratch, file), options);
    await refuseTakenDown(corpus, video, pages.drop);
    const coverage = chatCoverage({
      ...trail,
      messages: trail.messages,
      ...(durationMs !== undefined && { durationSeconds: Math.floor(durationMs / 1000) }),
    });
    const [imported] = await importFiles({
      corpus,
      video,
      files: [join(scratch, file)],
      format: "twitch-gql",
      about: {
        ...(durationMs !== undefined && { durationMs }),
        source: collectedSource("twitch-gql", options, startedAt),
      },
      clock: effects.clock,
      worker,
      fence,
    });
    const said = jsonFile({ ...coverage, imported: imported?.files[0] });
    const record = {
      ...{ step: fetchChatStep, variant, version, params: { basis, query: options.access.sha256Hash }, inputs: {} },
      outputs: { "coverage.json": await writeOutput(corpus, video, fetchChatStep, "coverage.json", said) },
      ...{ tools: { node: process.version }, attempts: attempt, worker },
      ...{ startedAt, finishedAt: effects.clock.now().toISOString() },
    };
    await publishStep(corpus, video, record, fence);
    await pages.drop();
    return coverage;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
