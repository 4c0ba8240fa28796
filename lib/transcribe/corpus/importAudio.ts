import { extname } from "node:path";
import {
  type Corpus,
  fileHashes,
  isTakenDown,
  latestStep,
  type Output,
  outputPath,
  publishStep,
} from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import { PermanentError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";

/**
 * Takes a file of this machine into the corpus as the audio of a video, whole and as it is. The same file again changes
 * nothing. Whether it holds audio is for the caller to see before.
 *
 * @throws PermanentError when the video was taken down
 */
export async function importAudio(
  corpus: Corpus,
  video: VideoKey,
  file: string,
  { clock }: { clock: Clock },
): Promise<Output> {
  const startedAt = clock.now().toISOString();
  if (await isTakenDown(corpus, video))
    throw new PermanentError(
      `The video ${video.platform} ${video.id} was taken down from ${corpus.store.location}: no audio of it is taken in.`,
    );
  const sha256 = await fileHashes(clock)(file);
  const name = `audio${/^\.[a-z0-9]{1,8}$/.exec(extname(file).toLowerCase())?.[0] ?? ".media"}`;
  const known = (await latestStep(corpus, video, "audio", "import"))?.record.outputs[name];
  if (known?.sha256 === sha256) return known;
  const path = outputPath(video, "audio", name, sha256);
  await corpus.store.upload(file, path);
  const bytes = (await corpus.store.stat(path))!.bytes;
  const output = { sha256, bytes };
  const record = { step: "audio", variant: "import", version: 1, params: {}, inputs: {}, outputs: { [name]: output } };
  const facts = { tools: {}, attempts: 1, worker: "import", startedAt, finishedAt: clock.now().toISOString() };
  await publishStep(corpus, video, { ...record, ...facts });
  return output;
}
