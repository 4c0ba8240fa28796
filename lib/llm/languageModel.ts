import type { VideoKey } from "#lib/records/index.ts";

/**
 * One request to a language model. The text is in two parts, since many requests share their beginning: `prefix` (the
 * instructions and the chunk) comes first and is the same for all questions of a chunk, so that a provider's cache of
 * prefixes pays for it; `ask` is what differs. The model is shown both as one text, with nothing between them.
 */
export interface ModelRequest {
  prefix: string;
  ask: string;
  /**
   * JSON Schema of the answer, for providers that can be held to one; others are asked in words by the prompt. The order of its
   * properties counts: it is the order in which a model writes them.
   */
  schema?: Record<string, unknown>;
  temperature: number;
  maxOutputTokens: number;
  /** The how-manieth sample of the same request, from 0; it is part of the call's key, and the seed that providers are given. */
  draw: number;
  /** The videos whose chat or speech is in the text, or that its question is about: a purge finds the call by them. */
  videos: readonly VideoKey[];
}

/** Tokens as the provider counted them; `cachedTokens` are those of the prompt that a cache paid for. */
export interface ModelUsage {
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  /** By the price table; absent where the model has no price there. */
  costUsd?: number;
}

/**
 * How a call ended. What a model says or refuses to say is an outcome, not an error: errors are thrown only where there is
 * no reply at all (TransientError, RateLimitedError, AuthError) or where a budget is used up.
 */
export type ModelOutcome =
  | { status: "ok"; text: string }
  | { status: "blocked"; reason: string }
  | { status: "truncated"; text: string }
  | { status: "empty" }
  | { status: "failed"; reason: string };

/** A reply as it is kept: the outcome, what it cost, and which version of the model said it. */
export interface ModelReply {
  outcome: ModelOutcome;
  usage: ModelUsage;
  /** The model's version as the provider names it in the reply, else the name that was asked for. */
  modelVersion: string;
}

/** A model behind the one door: the same for every provider, for replay, and for a model of a test. */
export interface LanguageModel {
  /** Provider and model, such as `genai:gemini-2.5-pro`; part of each call's key. */
  name: string;
  /** @throws TransientError, RateLimitedError, AuthError where there is no reply */
  ask(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>;
}
