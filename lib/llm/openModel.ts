import type { RetryEffects } from "#lib/effects/index.ts";
import type { StudyModel } from "#lib/records/index.ts";
import type { Budget } from "./door/budget.ts";
import { type AttemptEntry, makeModelDoor } from "./door/modelDoor.ts";
import type { LanguageModel } from "./languageModel.ts";
import { type OpenEffects, openProvider } from "./openProvider.ts";

/**
 * Opens a study's model behind its door, with the limits of its entry and the budget of the run. Its calls are not kept yet: see
 * keepCalls.
 *
 * @throws as openProvider; InputError where the budget is in money and the model has no price
 *
 * @example
 * const door = await openModel(study.models.pro, { budget: makeBudget({ capUsd: 5 }), ...effects });
 * const model = keepCalls(door, { files: corpus.store, study: study.name, clock });
 */
export async function openModel(
  entry: StudyModel,
  options: OpenEffects & RetryEffects & { budget?: Budget; log?: (entry: AttemptEntry) => void },
): Promise<LanguageModel> {
  const { concurrency, requestsPerMinute, tokensPerMinute, timeoutSeconds, price } = entry;
  const { budget, log, clock, sleep, random } = options;
  const provider = await openProvider(entry, options);
  return makeModelDoor(provider, {
    ...{ clock, sleep, random },
    limits: {
      concurrency,
      ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
      ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
      ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }),
    },
    ...(budget ? { budget } : {}),
    ...(price ? { price } : {}),
    ...(log ? { log } : {}),
  });
}
