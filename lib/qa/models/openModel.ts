import { InputError } from "#lib/errors.ts";
import type { LanguageModel } from "#lib/llm/index.ts";

/** Gives the model of an entry of study.yaml's `models`; the line hands it in, so that nothing here knows a provider or a key. */
export type OpenModel = (entry: string) => LanguageModel;

/** For whoever only wants to know what a study would ask. */
export const noModels: OpenModel = (entry) => {
  throw new InputError(
    `The model ${entry} of study.yaml was to be asked where no model is handed in. ` +
      "Ask it with livecorpus reproduce, run or qa; experiments that vary a study never ask a paid model again.",
  );
};
