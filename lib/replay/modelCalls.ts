import { type CallFiles, listCalls } from "#lib/llm/index.ts";
import type { ModelCalls } from "./bundle.ts";

/** What the kept calls of a study were, a row a model. */
export async function modelCalls(files: CallFiles, study: string): Promise<ModelCalls[]> {
  const rows = new Map<string, ModelCalls>();
  for await (const { model, modelVersion, usage, askedAt } of listCalls(files, study)) {
    const row = rows.get(model) ?? emptyRow(model, askedAt);
    rows.set(model, row);
    if (!row.versions.includes(modelVersion)) row.versions.push(modelVersion);
    row.calls++;
    row.inputTokens += usage.inputTokens;
    row.cachedTokens += usage.cachedTokens;
    row.outputTokens += usage.outputTokens;
    row.costUsd = row.costUsd === null || usage.costUsd === undefined ? null : row.costUsd + usage.costUsd;
    if (askedAt < row.firstAskedAt) row.firstAskedAt = askedAt;
    if (askedAt > row.lastAskedAt) row.lastAskedAt = askedAt;
  }
  for (const row of rows.values()) row.versions.sort();
  return [...rows.values()].sort((a, b) => (a.model < b.model ? -1 : 1));
}

function emptyRow(model: string, askedAt: string): ModelCalls {
  const usage = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: 0 };
  return { model, versions: [], ...usage, firstAskedAt: askedAt, lastAskedAt: askedAt };
}
