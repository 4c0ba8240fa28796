import { isTakenDown, purgeVideo } from "#lib/corpus/index.ts";
import type { LineContext, LinePart } from "./lineStep.ts";

/**
 * A part of a video that may be taken down at any time: from then on there is nothing to do, and what was made of it meanwhile
 * is removed. A purge enters the take-down before it deletes, so one of the two sees the other.
 */
export function untilTakenDown(part: LinePart, context: LineContext): LinePart {
  const { video } = part;
  if (!video) return part;
  return {
    video,
    state: async () => ((await isTakenDown(context.corpus, video)) ? { done: true, published: 0 } : await part.state()),
    run: async (work) => {
      if (await isTakenDown(context.corpus, video)) return { gone: 1 };
      let counts: Record<string, number> = {};
      try {
        counts = await part.run(work);
      } catch (error) {
        if (!(await isTakenDown(context.corpus, video))) throw error;
      }
      if (!(await isTakenDown(context.corpus, video))) return counts;
      await purgeVideo(context.corpus, video, context.clock);
      return { gone: 1 };
    },
  };
}
