import type { GenerationConfig, VertexInit } from "@google-cloud/vertexai";
import { AuthError, TransientError } from "#lib/errors.ts";
import type { LanguageModel } from "../languageModel.ts";
import { failedReply } from "./failedReply.ts";
import { geminiReply } from "./geminiReply.ts";
import { geminiContents, geminiSettings } from "./geminiSettings.ts";
import { isSignIn, signInAdvice } from "./genai.ts";
import { LostReplyError, RefusedRequestError } from "./refusal.ts";
import { refusalError } from "./refusalError.ts";
import { thinkingName } from "./thinkingName.ts";

export interface VertexaiOptions {
  model: string;
  project: string;
  location: string;
  /** Tokens that the model may think with before it answers. Absent: the model decides. */
  thinkingBudget?: number;
  /** Host and port of another server; the library always speaks HTTPS. */
  apiEndpoint?: string;
  googleAuthOptions?: VertexInit["googleAuthOptions"];
}

/**
 * A model on Vertex AI through @google-cloud/vertexai, as the original called it. The library is frozen since 2026: it takes no fetch and
 * no signal and hides headers, so a pause that is asked for in `Retry-After` is not seen, and an attempt that is given up goes
 * on unseen until it ends. New studies use genai.
 */
export async function vertexaiModel(options: VertexaiOptions): Promise<LanguageModel> {
  const { model, project, location, thinkingBudget, googleAuthOptions } = options;
  const { VertexAI } = await import("@google-cloud/vertexai");
  // The library makes a wrong host of the location global.
  const apiEndpoint = options.apiEndpoint ?? (location === "global" ? "aiplatform.googleapis.com" : undefined);
  const client = new VertexAI({
    ...{ project, location },
    ...(apiEndpoint === undefined ? {} : { apiEndpoint }),
    ...(googleAuthOptions === undefined ? {} : { googleAuthOptions }),
  });
  const generative = client.getGenerativeModel({ model });
  return {
    name: `vertexai:${model}${thinkingName(thinkingBudget)}`,
    ask: async (request) => {
      // Its types are older than seed, thinkingConfig and responseJsonSchema; it sends them as they are.
      const generationConfig = geminiSettings(request, thinkingBudget) as GenerationConfig;
      try {
        const { response } = await generative.generateContent({ contents: geminiContents(request), generationConfig });
        return geminiReply(response, model);
      } catch (error) {
        const known = errorOf(error, `Cannot ask ${model} on Vertex AI`);
        if (known instanceof RefusedRequestError) return failedReply(known.message, model);
        throw known;
      }
    },
  };
}

/** The library's errors by what they mean; what the server said is left out, since it may repeat the token. */
function errorOf(error: unknown, place: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof LostReplyError) return error;
  if (isSignIn(error)) return new AuthError(signInAdvice);
  const { stackTrace } = error as Error & {
    stackTrace?: { code?: unknown; status?: unknown; cause?: { code?: unknown } };
  };
  const status =
    typeof stackTrace?.code === "number" ? stackTrace.code : Number(/got status: (\d{3})/.exec(error.message)?.[1]);
  if (status >= 300) {
    const word = typeof stackTrace?.status === "string" ? stackTrace.status : "";
    const message = `${place}: status ${status} ${word}`.trimEnd();
    return refusalError({ status, message, codes: word === "" ? [] : [word], retryAfterMs: 0 });
  }
  const word = stackTrace?.cause?.code;
  if (word === "ECONNREFUSED" || word === "ENOTFOUND")
    return new TransientError(`${place}: ${word}. Check the connection.`);
  return new LostReplyError(`${place}: the connection broke, or what came is no JSON.`);
}
