import { InputError } from "#lib/errors.ts";
import { Video, type VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "./corpus.ts";
import { listSteps } from "./listSteps.ts";
import { readText } from "./readOutput.ts";
import { type NumberedStep, parseStepName } from "./stepRecord.ts";
import { videoOfPath, videoPath } from "./videoPath.ts";

/** The videos of a corpus, by platform and escaped id. */
export async function listVideos(corpus: Corpus): Promise<VideoKey[]> {
  const found = new Map<string, VideoKey>();
  for await (const name of corpus.store.list("videos/")) {
    const video = parseStepName(name) && videoOfPath(name);
    if (video) found.set(videoPath(video), video);
  }
  return [...found.values()];
}

/** The output in which any step may say what it knows of the video. */
export const videoOutput = "video.json";

/**
 * What is known of one video: the outputs `video.json` of its steps, a later one's fields over an earlier one's (by the start of the call).
 *
 * @throws InputError when the corpus has no step of the video
 */
export async function readVideo(corpus: Corpus, video: VideoKey): Promise<Video> {
  const steps = await listSteps(corpus, video);
  if (steps.length === 0)
    throw new InputError(
      `There is no video ${video.platform} ${video.id} in ${corpus.store.location}. Import or collect it first.`,
    );
  const about = steps.filter(({ record }) => record.outputs[videoOutput]).sort(byStart);
  let known: Video = { platform: video.platform, id: video.id };
  for (const step of about) {
    const text = await readText(corpus, video, step, videoOutput);
    if (text !== null) known = { ...known, ...Video.parse(JSON.parse(text)) };
  }
  // Parsed once more: the order of the fields is then the schema's, whichever step gave them.
  return Video.parse(known);
}

/** Steps of one call start together; then what the platform's chat says counts more than what a transcript says. */
function byStart(a: NumberedStep, b: NumberedStep): number {
  const apart = Date.parse(a.record.startedAt) - Date.parse(b.record.startedAt);
  return apart !== 0 ? apart : a.record.step < b.record.step ? 1 : -1;
}
