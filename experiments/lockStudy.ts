import { join } from "node:path";
import { chunkVariant } from "#lib/chunk/index.ts";
import type { Clock, Progress } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { line } from "#lib/line/index.ts";
import { framePath, freezeStudy, lockedStudy, parseFrame, readStudyMaterial } from "#lib/qa/index.ts";
import type { Frame, Study } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { codeHash } from "./codeHash.ts";
import { openStudyFolder, type StudyFolderOptions } from "./openStudyFolder.ts";

/** What is locked, and whether it was before. */
export interface LockedStudy {
  study: Study;
  frame: Frame;
  /** Where the frame is, beside study.yaml. */
  path: string;
  isNew: boolean;
}

/**
 * Locks a study: runs the line up to its chunks and freezes what it declares and asks about in frame.json, beside study.yaml
 * and in the corpus. A study that is locked already is only checked.
 *
 * @throws InputError when the study cannot be used, or is another than it was locked as
 */
export async function lockStudy(
  options: Omit<StudyFolderOptions, "scratch"> & { clock: Clock; progress: Progress },
): Promise<LockedStudy> {
  const { studyFolder: folder, clock, progress } = options;
  const { study, frame: known, corpus } = await openStudyFolder({ ...options, scratch: null });
  const context = { study, frame: known, folder, corpus, clock, progress };
  for (const step of line) if (["import", "transcribe", "chunk"].includes(step.name)) await step.run(context);
  const material = await readStudyMaterial(corpus, study, chunkVariant(study.chunk), known);
  const path = join(folder, "frame.json");
  if (known) return { study, frame: known, path, isNew: false };
  const text = await freezeStudy({ corpus, study, material, code: codeHash(), clock });
  const bytes = Buffer.from(text);
  if (!(await openDirectoryStore(folder).create("frame.json", bytes)))
    throw new InputError(
      `${path}: another run has just locked this study. Run livecorpus study lock again to check it.`,
    );
  await corpus.store.create(framePath(study.name), bytes);
  const frame = parseFrame(text, path);
  return { study: lockedStudy(study, frame, path), frame, path, isNew: true };
}
