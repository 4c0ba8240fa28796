import { createHash } from "node:crypto";
import { chunkVariant } from "#lib/chunk/index.ts";
import { silentProgress } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { type LineContext, line } from "#lib/line/index.ts";
import { askStudy, asksModels, readStudyAnswers, readStudyMaterial, writeStudyQuestions } from "#lib/qa/index.ts";
import type { ChunkSettings, Study } from "#lib/records/index.ts";
import type { StudyResults } from "./studyResults.ts";

/** What a variation has other than the study; all else is the study's. */
export interface Variation extends Partial<Pick<Study, "readers" | "arms" | "orders" | "draws">> {
  chunk?: Partial<ChunkSettings>;
}

/** What came of a variation; without questions where its chunks carry none. */
export type VariedResults = Pick<StudyResults, "study" | "chunks" | "questions" | "answers">;

/**
 * Runs the line from chunks to answers once more with some settings changed, in the study's own corpus under a name of its
 * own, so that a second run asks nothing again. Unless the variation says otherwise, only the primary reader is asked, under
 * the arms of the primary contrast. Chunks of another cut are never legacy chunks, which know no other settings.
 */
export async function varyStudy(context: LineContext, variation: Variation): Promise<VariedResults> {
  const study = derivedStudy(context.study, variation);
  if (asksModels(study))
    throw new InputError(
      `The study ${context.study.name} asks language models, and a variation of it would ask them again. Vary a study of embedded readers and writers.`,
    );
  // A locked study is locked for its own settings alone.
  const varied: LineContext = { ...context, study, frame: null, progress: silentProgress };
  await line.find(({ name }) => name === "chunk")!.run(varied);
  const material = await readStudyMaterial(varied.corpus, study, chunkVariant(study.chunk));
  const { questions } = await writeStudyQuestions(varied.corpus, study, material);
  await askStudy(varied.corpus, study, material, questions, silentProgress);
  const answers = [];
  for await (const answer of readStudyAnswers(varied.corpus, study, material.videos)) answers.push(answer);
  return { study, chunks: material.chunks.slice(), questions, answers };
}

function derivedStudy(study: Study, { chunk: cut, ...changed }: Variation): Study {
  const { reader, arm, against } = study.primary;
  const chunk = cut ? { ...study.chunk, legacy: false, ...cut } : { ...study.chunk };
  // As in a study that does not name it, so that the step that cut its chunks is no other.
  if (!chunk.withoutBots) delete chunk.withoutBots;
  const derived = { ...study, audit: [], readers: [reader], arms: [arm, ...against], ...changed, chunk };
  // Two variations under one name would each ask again what the other has asked.
  const { readers, arms, orders, draws, seed } = derived;
  const settings = JSON.stringify([chunkVariant(chunk), readers, arms, orders, draws, seed]);
  const hash = createHash("sha256").update(settings).digest("hex").slice(0, 8);
  return { ...derived, name: `${study.name}-vary-${hash}` };
}
