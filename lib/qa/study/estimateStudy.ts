import type { Corpus } from "#lib/corpus/index.ts";
import type { Question, Study } from "#lib/records/index.ts";
import { modelWriterName } from "../models/asksModels.ts";
import { isLongEnough, writeRequest, writerOf } from "../models/modelWriter.ts";
import { verifyRequest } from "../models/verifyQuestions.ts";
import { readPrompt } from "../prompts/readPrompt.ts";
import { chunkName } from "../write/readChunk.ts";
import { stemOf } from "../write/stems.ts";
import { clozeWriter, writeQuestions } from "../write/writeQuestions.ts";
import { estimateRow, type ModelEstimate, type PlannedCalls } from "./estimateRow.ts";
import { planAsking } from "./planAsking.ts";
import type { StudyMaterial } from "./studyMaterial.ts";

/** Tokens of ordinary replies in JSON, without thoughts. */
const replyTokens = { write: 400, verify: 25 };

/**
 * What a study's models will take, before the first call: the requests themselves are laid out and counted, without those whose
 * answers are there already. Where questions are not written yet, those of the cloze writer are written for the count, and for
 * those of a model two of ordinary length a chunk are assumed.
 *
 * @param questions those that are written; null where none are
 */
export async function estimateStudy(
  corpus: Corpus,
  study: Study,
  material: StudyMaterial,
  questions: readonly Question[] | null,
): Promise<ModelEstimate[]> {
  const asked = questions ?? questionsToBe(study, material);
  const planned = [
    ...(questions === null ? planWriting(study, material, asked) : []),
    ...(await planAsking(corpus, study, material, asked)),
  ];
  return planned.map((calls) => estimateRow(calls, study.models![calls.entry]!));
}

/** The requests of a writer that is a model, and of a verifier. */
function planWriting(
  study: Study,
  { chunks, languageOf }: StudyMaterial,
  questions: readonly Question[],
): PlannedCalls[] {
  const planned: PlannedCalls[] = [];
  if (study.writer.name === modelWriterName) {
    const { entry, settings, attempts } = writerOf(study);
    const prompt = readPrompt("write");
    const requests = chunks
      .filter((chunk) => isLongEnough(study, chunk))
      .map((chunk) => writeRequest(settings, prompt, languageOf(chunk.video), chunk, 0));
    const drafts = { entry, requests, replyTokens: replyTokens.write };
    planned.push({ who: "writer", ...drafts });
    if (attempts > 1) planned.push({ who: "writer, drafts again", ...drafts, maybe: attempts - 1 });
  }
  if (study.verifier) {
    const entry = study.verifier.model;
    const prompt = readPrompt("verify");
    const known = new Map(chunks.map((chunk) => [chunkName(chunk), chunk]));
    const requests = questions.map((question) =>
      verifyRequest(study.models![entry]!, prompt, question, known.get(chunkName(question.chunk))!),
    );
    planned.push({ who: "verifier", entry, requests, replyTokens: replyTokens.verify });
  }
  return planned;
}

function questionsToBe(study: Study, { chunks, languageOf }: StudyMaterial): Question[] {
  if (study.writer.name === clozeWriter.name) return writeQuestions({ chunks, languageOf, seed: study.seed }).questions;
  const long = chunks.filter((chunk) => isLongEnough(study, chunk));
  return long.flatMap(({ video, index }) =>
    (["topic", "detail"] as const).map((kind): Question => {
      const language = languageOf(video);
      const words = { en: "a choice of ordinary length", ja: "ふつうの長さの選択肢", ko: "보통 길이의 보기 하나" }[
        language
      ];
      return {
        id: `${chunkName({ video, index })}/${kind}`,
        chunk: { video, index },
        kind,
        language,
        stem: stemOf(kind, language, words),
        choices: [1, 2, 3, 4].map((n) => `${words} ${n}`),
        answer: 0,
        evidence: [],
        distractorsFrom: [null, null, null, null],
        writer: { name: "estimate", version: "1", seed: study.seed },
      };
    }),
  );
}
