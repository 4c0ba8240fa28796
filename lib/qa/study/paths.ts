import { escapeId } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { Arm, VideoKey } from "#lib/records/index.ts";

/** The folder of a study in a corpus, without a slash at its end. */
export function studyFolder(study: string): string {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(study))
    throw new InputError(`${JSON.stringify(study)} is no name of a study: expected small letters, digits and "-".`);
  return `studies/${study}`;
}

/** Where the questions of a video are. */
export function questionsPath(study: string, { platform, id }: VideoKey): string {
  return `${studyFolder(study)}/questions/${platform}/${escapeId(id)}.jsonl`;
}

/** Where a reader's answers to the questions of a video under an arm are. */
export function answersPath(study: string, reader: string, arm: Arm, { platform, id }: VideoKey): string {
  return `${studyFolder(study)}/answers/${escapeId(reader)}/${arm}/${platform}/${escapeId(id)}.jsonl`;
}

/** Where the frame of a locked study is. */
export function framePath(study: string): string {
  return `${studyFolder(study)}/frame.json`;
}
