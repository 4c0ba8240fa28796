import { InputError } from "#lib/errors.ts";
import { type Frame, Study } from "#lib/records/index.ts";
import { canonicalHash } from "./frameFile.ts";
import { keyDifferences } from "./keyDifferences.ts";
import { studyDesign } from "./studyDesign.ts";

/**
 * A study as it was locked: its design is compared with its frame's, and its videos are those of the frame, whatever the corpus
 * holds today.
 *
 * @param place what to call the frame in messages
 * @throws InputError when the frame is another study's, or names each key of the design that was changed after the lock
 */
export function lockedStudy(study: Study, frame: Frame, place: string): Study {
  if (frame.study !== study.name)
    throw new InputError(
      `${place}: expected the frame of ${study.name}, found that of ${frame.study}. ` +
        "Restore the study's own, or delete this one where the study was never locked.",
    );
  // Parsed by today's schema: a key that a newer version added has its default on both sides.
  const parsed = Study.safeParse({ ...frame.design, title: study.title, corpus: study.corpus });
  if (!parsed.success || canonicalHash(frame.design) !== frame.designSha256)
    throw new InputError(`${place}: its design is that of no study. Restore it from its other copy.`);
  const differences = keyDifferences(studyDesign(parsed.data), studyDesign(study));
  if (differences.length > 0)
    throw new InputError(
      `The study ${study.name} was locked on ${frame.lockedAt}, and study.yaml is another since then:\n` +
        `${differences.join("\n")}\nRestore these keys, or lock the new design as a new study under a new name.`,
    );
  return { ...study, videos: frame.videos.map(({ platform, id }) => ({ platform, id })) };
}
