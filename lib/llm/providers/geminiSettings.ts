import type { ModelRequest } from "../languageModel.ts";

/** The settings of a request as Gemini's API names them in `generationConfig`. */
export function geminiSettings(request: ModelRequest, thinkingBudget: number | undefined) {
  const { temperature, maxOutputTokens, draw, schema } = request;
  return {
    temperature,
    maxOutputTokens,
    candidateCount: 1,
    // Best effort at the provider; without it draws at temperature 0 would be one and the same request.
    seed: draw,
    ...(schema ? { responseMimeType: "application/json", responseJsonSchema: schema } : {}),
    ...(thinkingBudget === undefined ? {} : { thinkingConfig: { thinkingBudget } }),
  };
}

/** The one turn that a model is shown. */
export function geminiContents({ prefix, ask }: ModelRequest) {
  return [{ role: "user", parts: [{ text: prefix + ask }] }];
}
