import { chunkVariant } from "#lib/chunk/index.ts";
import { silentProgress } from "#lib/effects/index.ts";
import type { LineContext } from "#lib/line/index.ts";
import { askStudy, readStudyAnswers, readStudyMaterial } from "#lib/qa/index.ts";
import type { Answer, Chunk, ChunkKey, Question } from "#lib/records/index.ts";
import type { VariedResults } from "./varyStudy.ts";

/**
 * Asks questions that were written from other chunks than those that are shown now, which have to be cut already. Each
 * question is of the chunk with the same video and index, and its evidence are the lines that were made of the same messages
 * and utterances, as far as these are still there.
 *
 * @param written the study as it was when its questions were written
 */
export async function askFixed(context: LineContext, written: VariedResults): Promise<Answer[]> {
  const study = { ...written.study, videos: context.study.videos, name: `${written.study.name}-fixed` };
  const material = await readStudyMaterial(context.corpus, study, chunkVariant(study.chunk));
  const before = new Map(written.chunks.map((chunk) => [nameOf(chunk), chunk]));
  const now = new Map(material.chunks.map((chunk) => [nameOf(chunk), chunk]));
  const questions = written.questions.flatMap((question) => {
    const shown = now.get(nameOf(question.chunk));
    return shown ? [{ ...question, evidence: evidenceIn(shown, before.get(nameOf(question.chunk))!, question) }] : [];
  });
  await askStudy(context.corpus, study, material, questions, silentProgress);
  const answers: Answer[] = [];
  for await (const answer of readStudyAnswers(context.corpus, study, material.videos)) answers.push(answer);
  return answers;
}

function evidenceIn(shown: Chunk, written: Chunk, { evidence }: Question): Question["evidence"] {
  const places = new Map(shown.lines.map(({ source, ref }, line) => [`${source} ${ref}`, line]));
  return evidence.flatMap(({ line, source }) => {
    const place = places.get(`${source} ${written.lines[line]!.ref}`);
    return place === undefined ? [] : [{ line: place, source }];
  });
}

const nameOf = ({ video, index }: ChunkKey) => `${video.platform}/${video.id}/${index}`;
