import type { Spending } from "../door/budget.ts";
import type { CallFiles } from "./callFiles.ts";
import { listCalls } from "./listCalls.ts";

/** What the kept calls of a study have cost, for the budget of a run that goes on. */
export async function spentOn(files: CallFiles, study: string): Promise<Spending> {
  const spent = { usd: 0, tokens: 0 };
  for await (const { usage } of listCalls(files, study)) {
    spent.usd += usage.costUsd ?? 0;
    spent.tokens += usage.inputTokens + usage.outputTokens;
  }
  return spent;
}
