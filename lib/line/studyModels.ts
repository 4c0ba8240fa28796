import type { RetryEffects } from "#lib/effects/index.ts";
import {
  type AccountFiles,
  type Budget,
  type CallFiles,
  keepCalls,
  type LanguageModel,
  makeBudget,
  modelName,
  type OpenEffects,
  openModel,
  replayCalls,
  shareBudget,
} from "#lib/llm/index.ts";
import type { OpenModel } from "#lib/qa/index.ts";
import type { Study } from "#lib/records/index.ts";

/** What a process may wait for a provider between two calls, and some more. */
const longestPauseMs = 780_000;

/**
 * The language models of a study, whose calls are kept in its corpus. A provider is built, a key is read and what was spent before
 * is counted only when the first call is made that is not kept: a study that is finished needs none of it.
 *
 * @param files where its calls are kept: the corpus's store
 */
export function studyModels(
  study: Pick<Study, "name" | "models" | "budget">,
  files: AccountFiles,
  effects: OpenEffects & RetryEffects,
): OpenModel {
  const { name, models = {}, budget: caps = {} } = study;
  const opened = new Map<string, LanguageModel>();
  let counting: Promise<Budget> | undefined;
  const budgetOf = () => {
    counting ??= openBudget();
    return counting;
  };
  const openBudget = async () => {
    const { usd, tokens } = caps;
    if (usd === undefined && tokens === undefined) return makeBudget();
    const capped = {
      ...(usd === undefined ? {} : { capUsd: usd }),
      ...(tokens === undefined ? {} : { capTokens: tokens }),
    };
    const longestSeconds = Math.max(120, ...Object.values(models).map(({ timeoutSeconds = 0 }) => timeoutSeconds));
    const { clock, sleep, random } = effects;
    const silentMs = longestPauseMs + longestSeconds * 1000;
    return shareBudget({ ...capped, files, study: name, clock, sleep, random, silentMs });
  };
  return (entry) => {
    const known = opened.get(entry);
    if (known) return known;
    const settings = models[entry]!;
    let door: Promise<LanguageModel> | undefined;
    const late: LanguageModel = {
      name: modelName(settings),
      ask: async (request, signal) => {
        door ??= budgetOf().then((budget) => openModel(settings, { ...effects, budget }));
        return (await door).ask(request, signal);
      },
    };
    const model = keepCalls(late, { files, study: name, clock: effects.clock });
    opened.set(entry, model);
    return model;
  };
}

/** The models of a study as its kept calls have them: nothing is asked, and a call that is not kept is an error. */
export function replayedModels({ name, models = {} }: Pick<Study, "name" | "models">, files: CallFiles): OpenModel {
  return (entry) => replayCalls(modelName(models[entry]!), { files, study: name });
}
