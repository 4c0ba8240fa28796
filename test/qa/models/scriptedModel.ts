import type { LanguageModel, ModelOutcome, ModelRequest } from "#lib/llm/index.ts";

/** A model that says what a script says, and remembers what it was asked; an error of the script is thrown. */
export function scriptedModel(say: (request: ModelRequest, call: number) => ModelOutcome | Error | string) {
  const requests: ModelRequest[] = [];
  const log = { requests, inFlight: 0, most: 0 };
  const model: LanguageModel = {
    name: "script:one",
    ask: async (request) => {
      requests.push(request);
      log.inFlight++;
      log.most = Math.max(log.most, log.inFlight);
      const said = say(request, requests.length - 1);
      await new Promise((resolve) => setImmediate(resolve));
      log.inFlight--;
      if (said instanceof Error) throw said;
      const outcome = typeof said === "string" ? { status: "ok" as const, text: said } : said;
      const usage = { inputTokens: 100, cachedTokens: 60, outputTokens: 5, costUsd: 0.001 };
      return { outcome, usage, modelVersion: "one-2026-01" };
    },
  };
  return Object.assign(log, { model });
}
