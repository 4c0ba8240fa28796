import { estimateCalls, type ModelRequest, modelName, type Range } from "#lib/llm/index.ts";
import type { StudyModel } from "#lib/records/index.ts";

/** What one of those who ask models is expected to take, from the least to the most. */
export interface ModelEstimate {
  /** A reader's name, `writer`, `verifier`, or who else is asked and for what. */
  who: string;
  /** The entry in study.yaml. */
  entry: string;
  calls: Range;
  inputTokens: Range;
  /** Of the input tokens those that a provider's cache may pay for. */
  cachedTokens: Range;
  outputTokens: Range;
  /** Null where the model has no price. */
  usd: Range | null;
  seconds: Range;
}

/** What is to be asked of a model, in its order. */
export interface PlannedCalls {
  who: string;
  entry: string;
  requests: readonly ModelRequest[];
  /** Tokens of an ordinary reply. */
  replyTokens: number;
  /** True where none of them may be needed; they are then made up to so many times. */
  maybe?: number;
}

/** Tokens, money and time of some calls. */
export function estimateRow(
  { who, entry, requests, replyTokens, maybe }: PlannedCalls,
  settings: StudyModel,
): ModelEstimate {
  const { concurrency, requestsPerMinute, price } = settings;
  const found = estimateCalls(modelName(settings), requests, {
    ...{ replyTokens, concurrency },
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(price ? { price } : {}),
  });
  const range = ({ from, to }: Range): Range => (maybe === undefined ? { from, to } : { from: 0, to: to * maybe });
  return {
    ...{ who, entry, calls: range({ from: found.calls, to: found.calls }) },
    inputTokens: range(found.inputTokens),
    cachedTokens: range(found.cachedTokens),
    outputTokens: range(found.outputTokens),
    usd: found.usd ? range(found.usd) : null,
    seconds: range(found.seconds),
  };
}
