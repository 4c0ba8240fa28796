import { type GenerateContentConfig, GoogleGenAI, type GoogleGenAIOptions } from "@google/genai";
import { AuthError } from "#lib/errors.ts";
import type { LanguageModel, ModelReply, ModelRequest } from "../languageModel.ts";
import { geminiReply } from "./geminiReply.ts";
import { type ProviderEffects, providerFetch } from "./providerFetch.ts";
import { RefusedRequestError } from "./refusal.ts";
import { thinkingName } from "./thinkingName.ts";

/** Where and how a model of Google is asked: by key, or in a project of Vertex AI. */
export interface GenaiOptions extends ProviderEffects {
  model: string;
  access: { apiKey: string } | { project: string; location: string };
  /** Tokens that the model may think with before it answers; they are paid as output. Absent: the model decides. */
  thinkingBudget?: number;
  /** Another server in the place of Google's, such as a proxy. */
  baseUrl?: string;
  /** How to sign in to Vertex AI; absent: the way of `gcloud auth application-default login`. */
  googleAuthOptions?: GoogleGenAIOptions["googleAuthOptions"];
}

/**
 * A model of Google through @google/genai. One `ask` is one attempt: the library's own retries stay off.
 *
 * @example
 * const model = genaiModel({ model: "gemini-2.5-flash", access: { apiKey }, thinkingBudget: 0, fetch, clock: systemClock });
 */
export function genaiModel(options: GenaiOptions): LanguageModel {
  const { model, access, thinkingBudget, baseUrl, googleAuthOptions } = options;
  const client = new GoogleGenAI({
    ...("apiKey" in access ? { vertexai: false, apiKey: access.apiKey } : { vertexai: true, ...access }),
    ...(googleAuthOptions === undefined ? {} : { googleAuthOptions }),
    httpOptions: { fetch: providerFetch(options), ...(baseUrl === undefined ? {} : { baseUrl }) },
  });
  return {
    name: `genai:${model}${thinkingName(thinkingBudget)}`,
    ask: async (request, signal) => {
      const config = configOf(request, thinkingBudget);
      if (signal) config.abortSignal = signal;
      try {
        const contents = [{ role: "user", parts: [{ text: request.prefix + request.ask }] }];
        return geminiReply(await client.models.generateContent({ model, contents, config }), model);
      } catch (error) {
        return refusedOrThrown(error, model);
      }
    },
  };
}

function configOf(request: ModelRequest, thinkingBudget: number | undefined): GenerateContentConfig {
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

function refusedOrThrown(error: unknown, model: string): ModelReply {
  if (error instanceof RefusedRequestError)
    return {
      outcome: { status: "failed", reason: error.message },
      usage: { inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
      modelVersion: model,
    };
  if (error instanceof Error && /default credentials|invalid_grant/i.test(error.message))
    throw new AuthError(
      "Cannot sign in to Vertex AI: expected credentials of Google, found none that work. Run gcloud auth application-default " +
        "login, or name a key file in $GOOGLE_APPLICATION_CREDENTIALS.",
    );
  throw error;
}
