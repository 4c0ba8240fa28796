import type { Corpus } from "#lib/corpus/index.ts";
import type { RetryEffects } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import {
  askBatch,
  type BatchEnd,
  type BatchFiles,
  type BatchJobs,
  type ModelRequest,
  makeBudget,
  spentOn,
} from "#lib/llm/index.ts";
import type { Question, Study, StudyModel } from "#lib/records/index.ts";
import { planAsking } from "./planAsking.ts";
import type { StudyMaterial } from "./studyMaterial.ts";

/** How the batches of one entry of a study's models ended. */
export interface StudyBatch extends BatchEnd {
  entry: string;
  requests: number;
}

export interface BatchStudyOptions extends RetryEffects {
  /** A store in a bucket that Vertex AI may read and write. */
  bucket: BatchFiles;
  /** Gives the batch jobs of a model of the study. */
  openJobs: (settings: StudyModel & { project: string }) => Promise<BatchJobs>;
  signal?: AbortSignal;
}

/**
 * Has the questions of a study answered in batches, at half the price and within a day, by those of its models that are on Vertex AI
 * through genai. The answers are kept as calls, so that asking the study afterwards finds them. Judges of free answers, writers and
 * verifiers are asked one by one as ever: what they are asked is not known before.
 *
 * @throws InputError where no reader of the study is such a model; TransientError where it was stopped: the jobs go on, and another
 *   call finds them; else as askBatch
 */
export async function batchStudy(
  corpus: Corpus,
  study: Study,
  material: StudyMaterial,
  questions: readonly Question[],
  { bucket, openJobs, signal, ...effects }: BatchStudyOptions,
): Promise<StudyBatch[]> {
  const { models = {}, budget: caps = {}, name } = study;
  const requests = new Map<string, ModelRequest[]>();
  for (const { entry, requests: own, maybe } of await planAsking(corpus, study, material, questions)) {
    const { provider, project } = models[entry]!;
    if (maybe === undefined && provider === "genai" && project !== undefined)
      requests.set(entry, [...(requests.get(entry) ?? []), ...own]);
  }
  if (requests.size === 0)
    throw new InputError(
      `${name}: expected a reader that is a model with provider: genai and project:, since batches are Vertex AI's; found none.`,
    );
  const budget = makeBudget({
    ...(caps.usd === undefined ? {} : { capUsd: caps.usd }),
    ...(caps.tokens === undefined ? {} : { capTokens: caps.tokens }),
    before: await spentOn(corpus.store, name),
  });
  const ends: StudyBatch[] = [];
  for (const [entry, own] of requests) {
    const settings = models[entry]!;
    const { model, thinkingBudget, price, project = "" } = settings;
    try {
      const end = await askBatch(own, {
        ...effects,
        ...{ jobs: await openJobs({ ...settings, project }), files: corpus.store, study: name, bucket, budget },
        model: { model, ...(thinkingBudget === undefined ? {} : { thinkingBudget }) },
        ...(price === undefined ? {} : { price }),
        ...(signal ? { signal } : {}),
      });
      ends.push({ entry, requests: own.length, ...end });
    } catch (error) {
      if (!signal?.aborted) throw error;
      throw new TransientError("Stopped. The job goes on; the same command finds it and keeps its answers.", {
        cause: error,
      });
    }
  }
  return ends;
}
