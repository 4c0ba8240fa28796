import { readSecret } from "#lib/effects/index.ts";
import type { LanguageModel } from "./languageModel.ts";
import type { ModelConfig } from "./modelConfig.ts";
import { genaiModel } from "./providers/genai.ts";
import { openaiModel } from "./providers/openai.ts";
import type { ProviderEffects } from "./providers/providerFetch.ts";
import { vertexaiModel } from "./providers/vertexai.ts";

export interface OpenEffects extends ProviderEffects {
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens a configured model, still without a door. Keys are read from the environment: `GEMINI_API_KEY` for genai without a project;
 * `OPENAI_API_KEY`, which goes to OpenAI's own address and nowhere else; `LIVECORPUS_MODEL_KEY` for any other server, where it
 * wants one. Each may be in a file that the variable with `_FILE` names. `GOOGLE_GEMINI_BASE_URL` and
 * `GOOGLE_VERTEX_BASE_URL` put another server in the place of Google's.
 *
 * @throws AuthError where a key is missing, InputError for what cannot be one
 *
 * @example
 * const config = ModelConfig.parse({ provider: "genai", model: "gemini-2.5-flash" });
 * const model = await openModel(config, { fetch, clock: systemClock, env: process.env });
 */
export async function openModel(config: ModelConfig, effects: OpenEffects): Promise<LanguageModel> {
  const { env } = effects;
  const { model } = config;
  if (config.provider === "openai") {
    const { baseUrl, constrained } = config;
    const apiKey = await serverKey(new URL(baseUrl), env);
    return openaiModel({ ...effects, model, baseUrl, constrained, ...(apiKey === undefined ? {} : { apiKey }) });
  }
  const { project, location, thinkingBudget } = config;
  const thinking = thinkingBudget === undefined ? {} : { thinkingBudget };
  if (config.provider === "vertexai") return vertexaiModel({ model, project: config.project, location, ...thinking });
  const baseUrl = env[project === undefined ? "GOOGLE_GEMINI_BASE_URL" : "GOOGLE_VERTEX_BASE_URL"];
  const access =
    project === undefined
      ? { apiKey: await readSecret("GEMINI_API_KEY", env, "in Google AI Studio, or name a project of Vertex AI") }
      : { project, location };
  return genaiModel({ ...effects, model, access, ...thinking, ...(baseUrl ? { baseUrl } : {}) });
}

async function serverKey({ protocol, hostname }: URL, env: OpenEffects["env"]): Promise<string | undefined> {
  if (hostname === "api.openai.com" && protocol === "https:")
    return readSecret("OPENAI_API_KEY", env, "in OpenAI's console");
  const variable = "LIVECORPUS_MODEL_KEY";
  if (!env[variable] && !env[`${variable}_FILE`]) return undefined;
  return readSecret(variable, env, "at the server");
}
