import { randomBytes } from "node:crypto";
import { type Progress, systemClock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { type LineContext, line } from "#lib/line/index.ts";
import { openStudyFolder } from "./openStudyFolder.ts";

/**
 * Opens the study of a folder on this machine and runs its line as far as is asked; what is done already is left alone.
 *
 * @param folder of study.yaml
 * @param upTo the last step to run, e.g. `chunk`; all steps unless given
 * @throws InputError when the study or a source cannot be used, or there is no such step
 */
export async function openStudyLine(
  folder: string,
  progress: Progress,
  upTo: (typeof line)[number]["name"] = line[line.length - 1]!.name,
): Promise<LineContext> {
  const last = line.findIndex(({ name }) => name === upTo);
  if (last === -1) throw new InputError(`There is no step ${upTo}. Known: ${line.map(({ name }) => name).join(", ")}.`);
  const opened = await openStudyFolder({
    studyFolder: folder,
    scratch: null,
    env: process.env,
    randomBytes,
    clock: systemClock,
  });
  const { study, frame, corpus } = opened;
  const context = { study, frame, folder, corpus, clock: systemClock, progress };
  for (const step of line.slice(0, last + 1)) await step.run(context);
  return context;
}
