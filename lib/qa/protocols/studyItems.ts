import { InputError } from "#lib/errors.ts";
import type { Question } from "#lib/records/index.ts";
import type { QuestionName } from "./stages.ts";

/** A chunk whose two questions a protocol can ask. */
export interface StudyItem {
  readonly liveId: string;
  readonly chunkIndex: number;
  readonly Q1: Question;
  readonly Q2: Question;
}

/** A study's chunks as the protocols know them, in the order of its questions. */
export interface StudyItems {
  readonly items: readonly StudyItem[];
  /** Chunks that have only one of the two questions, which the protocols reject. */
  readonly incomplete: readonly { liveId: string; chunkIndex: number }[];
}

/**
 * Pairs a study's questions by chunk: the topic is Q1, the detail Q2.
 *
 * @throws InputError where the protocols have no place for a question: other than 4 choices, a second one of its kind in a
 * chunk, or the same video id on two platforms
 */
export function studyItems(questions: readonly Question[]): StudyItems {
  const chunks = new Map<string, Partial<Record<QuestionName, Question>>>();
  const platforms = new Map<string, string>();
  for (const question of questions) {
    const { video, index } = question.chunk;
    const refuse = (found: string) => {
      throw new InputError(`Question ${question.id}: ${found}. Read this study by its arms.`);
    };
    if (question.choices.length !== 4)
      refuse(`the historical protocols expect 4 choices, found ${question.choices.length}`);
    if ((platforms.get(video.id) ?? video.platform) !== video.platform)
      refuse(`the historical protocols name a video by its id alone, and ${video.id} is on two platforms`);
    platforms.set(video.id, video.platform);
    const name = question.kind === "topic" ? "Q1" : "Q2";
    const at = JSON.stringify([video.id, index]);
    const chunk = chunks.get(at) ?? {};
    if (chunk[name])
      refuse(`the historical protocols expect one ${question.kind} question a chunk, found a second one`);
    chunks.set(at, { ...chunk, [name]: question });
  }
  const items: StudyItem[] = [];
  const incomplete: { liveId: string; chunkIndex: number }[] = [];
  for (const { Q1, Q2 } of chunks.values()) {
    const { video, index } = (Q1 ?? Q2)!.chunk;
    const name = { liveId: video.id, chunkIndex: index };
    if (Q1 && Q2) items.push({ ...name, Q1, Q2 });
    else incomplete.push(name);
  }
  return { items, incomplete };
}
