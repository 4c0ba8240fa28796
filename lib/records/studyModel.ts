import { z } from "zod";

/** What a model costs, in US dollars for a million tokens; `cachedUsd` is for tokens that a provider's cache paid for. */
export const ModelPrice = z.strictObject({
  inputUsd: z.number().nonnegative(),
  cachedUsd: z.number().nonnegative(),
  outputUsd: z.number().nonnegative(),
});
export type ModelPrice = z.infer<typeof ModelPrice>;

/**
 * One entry of a study's `models`: which model is asked, and how. Provider, model, temperature, thinking and longest output decide
 * what it says and are part of its version; the rest says where it is, how fast it may be asked and what it costs.
 */
export const StudyModel = z.strictObject({
  provider: z.enum(["genai", "vertexai", "openai"]),
  model: z.string().min(1),
  temperature: z.number().min(0).max(2).default(0),
  /** Models that think count their thoughts as output. */
  maxOutputTokens: z.number().int().positive().default(8192),
  /** Tokens that the model may think with; absent: it decides itself. */
  thinkingBudget: z.number().int().nonnegative().optional(),
  /** False for a server that cannot hold a reply to a schema. */
  constrained: z.boolean().optional(),
  /** Of a server with the interface of OpenAI, up to and with the version; or a proxy. */
  baseUrl: z.url().optional(),
  project: z.string().optional(),
  location: z.string().optional(),
  /** Requests in flight at once. */
  concurrency: z.number().int().positive().max(1000).default(8),
  requestsPerMinute: z.number().positive().optional(),
  tokensPerMinute: z.number().positive().optional(),
  timeoutSeconds: z.number().positive().max(86_400).optional(),
  /** Where the table of prices has none for the model, or another one. */
  price: ModelPrice.optional(),
  /** Another entry, which decides what a free answer means; the model itself where it is absent. */
  judge: z.string().optional(),
});
export type StudyModel = z.infer<typeof StudyModel>;

/** What a study may cost in all its runs: the run stops before it goes over, and goes on with a higher one. */
export const StudyBudget = z.strictObject({
  usd: z.number().positive().optional(),
  tokens: z.number().int().positive().optional(),
});
export type StudyBudget = z.infer<typeof StudyBudget>;
