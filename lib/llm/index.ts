export { answerStatus } from "./answerStatus.ts";
export type { LanguageModel, ModelOutcome, ModelReply, ModelRequest, ModelUsage } from "./languageModel.ts";
export { type GenaiOptions, genaiModel } from "./providers/genai.ts";
export { type OpenaiOptions, openaiModel } from "./providers/openai.ts";
export type { ProviderEffects } from "./providers/providerFetch.ts";
export { LostReplyError } from "./providers/refusal.ts";
