import { accuracy } from "./accuracy.ts";
import { arms } from "./arms.ts";
import { chunkLength } from "./chunkLength.ts";
import { clusters } from "./clusters.ts";
import { comparisons } from "./comparisons.ts";
import { contrasts } from "./contrasts.ts";
import { corpus } from "./corpus.ts";
import { covariates } from "./covariates.ts";
import { coverage } from "./coverage.ts";
import { defects } from "./defects.ts";
import { degradation } from "./degradation.ts";
import { equivalence } from "./equivalence.ts";
import { evidence } from "./evidence.ts";
import { gates } from "./gates.ts";
import { informationRecovered } from "./informationRecovered.ts";
import { injectedLeak } from "./injectedLeak.ts";
import { invalidPolicies } from "./invalidPolicies.ts";
import { lag } from "./lag.ts";
import { lint } from "./lint.ts";
import { makespan } from "./makespan.ts";
import { planted } from "./planted.ts";
import { positionBias } from "./positionBias.ts";
import { powerCheck } from "./powerCheck.ts";
import { prefixCache } from "./prefixCache.ts";
import { protocols } from "./protocols.ts";
import { sensitivity } from "./sensitivity.ts";
import { shuffledLabels } from "./shuffledLabels.ts";
import type { Experiment } from "./studyResults.ts";
import { testRetest } from "./testRetest.ts";
import { usage } from "./usage.ts";
import { verification } from "./verification.ts";

export { collectResults } from "./collectResults.ts";
export type { Experiment, StreamSummary, StudyResults } from "./studyResults.ts";

/** The paper's tables and figures, in its order. */
export const experiments: readonly Experiment[] = [
  corpus,
  accuracy,
  arms,
  evidence,
  contrasts,
  comparisons,
  equivalence,
  informationRecovered,
  invalidPolicies,
  positionBias,
  testRetest,
  covariates,
  clusters,
  protocols,
  defects,
  lint,
  verification,
  usage,
  prefixCache,
  degradation,
  chunkLength,
  lag,
  sensitivity,
  gates,
  injectedLeak,
  makespan,
  coverage,
  planted,
  shuffledLabels,
  powerCheck,
];
