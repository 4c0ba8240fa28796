import { isAbsolute, join } from "node:path";
import { InputError } from "#lib/errors.ts";
import { openVoiceActivity, transcribeVideo, transcriptState } from "#lib/transcribe/index.ts";
import type { LineContext, LinePart } from "./lineStep.ts";
import { lineVideos } from "./lineVideos.ts";
import { speechPlan } from "./speechPlan.ts";

/** The transcribing of each video of a study that names a recogniser; none of a study that names none. */
export async function transcribeParts(context: LineContext): Promise<LinePart[]> {
  const { study, folder, corpus, clock, progress, openEngine } = context;
  if (!study.speech) return [];
  const { name, settings, variant, engine } = speechPlan(study.speech);
  if (study.chunk.speech === undefined)
    throw new InputError(
      `The study ${study.name} names a recogniser, and not which transcript its chunks are cut of. Add speech: ${variant} to ` +
        "chunk in its study.yaml, or take speech out.",
    );
  const placed = { ...engine };
  for (const key of ["model", "folder"]) {
    const path = engine[key];
    if (typeof path === "string" && engine.engine !== "command" && !isAbsolute(path)) placed[key] = join(folder, path);
  }
  return (await lineVideos(study, corpus)).map((video) => ({
    video,
    state: () => transcriptState(corpus, video, name, settings),
    run: async (work) => {
      const { done, published } = await transcriptState(corpus, video, name, settings);
      if (done) return { [published > 0 ? "transcribed" : "noAudio"]: 1 };
      if (!openEngine)
        throw new InputError(`The study ${study.name} has videos to transcribe: do that first, with livecorpus run.`);
      const heard = await openEngine(placed);
      const activity = await openVoiceActivity();
      try {
        await transcribeVideo({ corpus, video, engine: heard, activity, settings, clock, progress, ...work });
      } finally {
        await heard.close();
        await activity.close();
      }
      return { transcribed: 1 };
    },
  }));
}
