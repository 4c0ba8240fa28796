import { AuthError } from "#lib/errors.ts";
import type { LanguageModel } from "../languageModel.ts";
import { failedReply } from "./failedReply.ts";
import { geminiReply } from "./geminiReply.ts";
import { geminiContents, geminiSettings } from "./geminiSettings.ts";
import { type GoogleAccess, googleClient } from "./googleClient.ts";
import { RefusedRequestError } from "./refusal.ts";
import { thinkingName } from "./thinkingName.ts";

/** Where and how a model of Google is asked: by key, or in a project of Vertex AI. */
export interface GenaiOptions extends GoogleAccess {
  model: string;
  /** Tokens that the model may think with before it answers; they are paid as output. Absent: the model decides. */
  thinkingBudget?: number;
}

/**
 * A model of Google through @google/genai. One `ask` is one attempt: the library's own retries stay off.
 *
 * @example
 * const model = await genaiModel({ model: "gemini-2.5-flash", access: { apiKey }, thinkingBudget: 0, fetch, clock: systemClock });
 */
export async function genaiModel(options: GenaiOptions): Promise<LanguageModel> {
  const { model, thinkingBudget } = options;
  const client = await googleClient(options);
  return {
    name: `genai:${model}${thinkingName(thinkingBudget)}`,
    ask: async (request, signal) => {
      const settings = geminiSettings(request, thinkingBudget);
      const config = signal ? { ...settings, abortSignal: signal } : settings;
      try {
        return geminiReply(
          await client.models.generateContent({ model, contents: geminiContents(request), config }),
          model,
        );
      } catch (error) {
        if (error instanceof RefusedRequestError) return failedReply(error.message, model);
        throw isSignIn(error) ? new AuthError(signInAdvice) : error;
      }
    },
  };
}

/** True for what Google's sign-in says where it has no credentials, or old ones. */
export function isSignIn(error: unknown): boolean {
  return (
    error instanceof Error &&
    /default credentials|invalid_grant|GoogleAuthError/i.test(`${error.name} ${error.message}`)
  );
}

export const signInAdvice =
  "Cannot sign in to Vertex AI: expected credentials of Google, found none that work. Run gcloud auth application-default login, " +
  "or name a key file in $GOOGLE_APPLICATION_CREDENTIALS.";
