import { z } from "zod";
import type { LanguageModel, ModelOutcome, ModelReply, ModelRequest } from "../languageModel.ts";
import { failedReply } from "./failedReply.ts";
import { type ProviderEffects, providerFetch } from "./providerFetch.ts";
import { LostReplyError, RefusedRequestError } from "./refusal.ts";

/** A server that speaks OpenAI's chat completions. */
export interface OpenaiOptions extends ProviderEffects {
  model: string;
  /** Up to and with the version, such as `http://127.0.0.1:11434/v1`. */
  baseUrl: string;
  /** Local servers ask for none. */
  apiKey?: string;
  /** False for a server that refuses `response_format`; the prompt alone then asks for JSON. Default true. */
  constrained?: boolean;
}

const count = z.number().int().nonnegative().optional().nullable();

const Completion = z.object({
  choices: z
    .array(
      z.object({
        message: z
          .object({ content: z.string().nullable().optional(), refusal: z.string().nullable().optional() })
          .optional(),
        finish_reason: z.string().nullable().optional(),
      }),
    )
    .optional(),
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: count }).nullable().optional(),
    })
    .nullable()
    .optional(),
  model: z.string().optional(),
});

/**
 * A model behind any server with OpenAI's chat completions: OpenAI, Ollama, llama.cpp, vLLM, LM Studio. One `ask` is one attempt.
 * The address is no part of the name: the same model elsewhere answers from the same kept calls.
 *
 * @example
 * const model = openaiModel({ model: "qwen2.5:7b", baseUrl: "http://127.0.0.1:11434/v1", fetch, clock: systemClock });
 */
export function openaiModel(options: OpenaiOptions): LanguageModel {
  const { model, apiKey } = options;
  const address = `${options.baseUrl.replace(/\/+$/, "")}/chat/completions`;
  const send = providerFetch(options);
  return {
    name: `openai:${model}`,
    ask: async (request, signal) => {
      try {
        const answer = await send(address, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
          },
          body: JSON.stringify(bodyOf(request, options)),
          ...(signal ? { signal } : {}),
        });
        return replyOf(await answer.json(), model);
      } catch (error) {
        if (!(error instanceof RefusedRequestError)) throw error;
        if (error.code !== "content_filter") return failedReply(error.message, model);
        return { ...failedReply("", model), outcome: { status: "blocked", reason: "prompt: content_filter" } };
      }
    },
  };
}

function bodyOf(request: ModelRequest, { model, baseUrl, constrained = true }: OpenaiOptions) {
  const { temperature, maxOutputTokens, draw, schema } = request;
  // OpenAI's newer models refuse the old name, most other servers know only that.
  const bound = new URL(baseUrl).hostname === "api.openai.com" ? "max_completion_tokens" : "max_tokens";
  return {
    model,
    messages: [{ role: "user", content: request.prefix + request.ask }],
    temperature,
    [bound]: maxOutputTokens,
    seed: draw,
    ...(schema && constrained
      ? { response_format: { type: "json_schema", json_schema: { name: "answer", schema, strict: true } } }
      : {}),
  };
}

function replyOf(body: unknown, asked: string): ModelReply {
  const parsed = Completion.safeParse(body);
  if (!parsed.success) throw new LostReplyError(`${asked}: expected a chat completion, found something else.`);
  const { choices = [], usage, model } = parsed.data;
  return {
    outcome: outcomeOf(choices[0]),
    usage: {
      inputTokens: usage?.prompt_tokens ?? 0,
      cachedTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
      outputTokens: usage?.completion_tokens ?? 0,
    },
    modelVersion: model ?? asked,
  };
}

type Choice = NonNullable<z.infer<typeof Completion>["choices"]>[number];

function outcomeOf(choice: Choice | undefined): ModelOutcome {
  const text = choice?.message?.content ?? "";
  if (choice?.message?.refusal) return { status: "blocked", reason: "refusal" };
  if (choice?.finish_reason === "content_filter") return { status: "blocked", reason: "output: content_filter" };
  if (choice?.finish_reason === "length") return { status: "truncated", text };
  return text === "" ? { status: "empty" } : { status: "ok", text };
}
