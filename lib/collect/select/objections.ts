import { type Corpus, listSteps, listVideos, readTakedowns } from "#lib/corpus/index.ts";
import type { Platform, SelectionRule } from "#lib/records/index.ts";
import type { Objection } from "./chooseVideos.ts";
import { listSelections, readSelection } from "./selectionFile.ts";

/**
 * What a corpus says against candidates: videos that were taken down, that it has already, and with `selected` those that an
 * earlier selection chose, as the historical planner did with its ledger. A video that was only selected is not collected.
 */
export async function readObjections(
  corpus: Corpus,
  platform: Platform,
  leaveOut: SelectionRule["leaveOut"],
): Promise<Objection> {
  const takedowns = await readTakedowns(corpus);
  const collected = new Set<string>();
  for (const video of leaveOut === "nothing" ? [] : await listVideos(corpus)) {
    if (video.platform !== platform) continue;
    const steps = await listSteps(corpus, video);
    if (steps.some(({ record }) => Object.keys(record.outputs).length > 0)) collected.add(video.id);
  }
  const selected = new Set<string>();
  if (leaveOut === "selected")
    for (const name of await listSelections(corpus))
      for (const video of (await readSelection(corpus, name)).chosen)
        if (video.platform === platform) selected.add(video.id);
  return (one) => {
    if (takedowns.hasVideo(one)) return "takenDown";
    if (collected.has(one.id)) return "collected";
    return selected.has(one.id) ? "selectedBefore" : null;
  };
}
