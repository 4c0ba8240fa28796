import { readSecret } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import type { StudyModel } from "#lib/records/index.ts";
import type { LanguageModel } from "./languageModel.ts";
import { modelName } from "./modelName.ts";
import { genaiModel } from "./providers/genai.ts";
import { openaiModel } from "./providers/openai.ts";
import type { ProviderEffects } from "./providers/providerFetch.ts";
import { vertexaiModel } from "./providers/vertexai.ts";

export interface OpenEffects extends ProviderEffects {
  env: Readonly<Record<string, string | undefined>>;
}

/** What of a study's model says where it is and what it says. */
export type ModelEntry = Pick<
  StudyModel,
  "provider" | "model" | "thinkingBudget" | "constrained" | "baseUrl" | "project" | "location"
>;

/**
 * Opens the provider of a study's model, without a door. What is secret comes from the environment: `GEMINI_API_KEY` for genai
 * without a project; `OPENAI_API_KEY`, which goes to OpenAI's own address and nowhere else; `LIVECORPUS_MODEL_KEY` for any other
 * server, where it wants one. Each may be in a file that the variable with `_FILE` names. `GOOGLE_GEMINI_BASE_URL` and
 * `GOOGLE_VERTEX_BASE_URL` put another server in the place of Google's.
 *
 * @throws AuthError where a key is missing; InputError for what cannot be a key, a model or an address
 *
 * @example
 * const provider = await openProvider({ provider: "genai", model: "gemini-2.5-flash" }, { fetch, clock, env: process.env });
 */
export async function openProvider(entry: ModelEntry, effects: OpenEffects): Promise<LanguageModel> {
  const { provider, model, project, location, thinkingBudget, constrained } = entry;
  const { env } = effects;
  modelName(entry);
  if (provider === "openai") {
    const baseUrl = addressOf(entry);
    const apiKey = await serverKey(new URL(baseUrl), env);
    const optional = {
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(constrained === undefined ? {} : { constrained }),
    };
    return openaiModel({ ...effects, model, baseUrl, ...optional });
  }
  const thinking = thinkingBudget === undefined ? {} : { thinkingBudget };
  if (provider === "vertexai") {
    if (project === undefined)
      throw new InputError(
        `vertexai ${model}: expected a project of Google Cloud, found none. Add project: to the model.`,
      );
    return vertexaiModel({ model, project, location: location ?? "us-central1", ...thinking });
  }
  // An address of the study never gets the key of Google; the person who runs it may name another server by the environment.
  const baseUrl = env[project === undefined ? "GOOGLE_GEMINI_BASE_URL" : "GOOGLE_VERTEX_BASE_URL"];
  const access =
    project === undefined
      ? { apiKey: await readSecret("GEMINI_API_KEY", env, "in Google AI Studio, or name a project of Vertex AI") }
      : { project, location: location ?? "global" };
  return genaiModel({ ...effects, model, access, ...thinking, ...(baseUrl ? { baseUrl } : {}) });
}

function addressOf({ model, baseUrl }: ModelEntry): string {
  if (baseUrl !== undefined && /^https?:$/.test(new URL(baseUrl).protocol)) return baseUrl;
  throw new InputError(
    `openai ${model}: expected the server's address up to and with the version, such as http://127.0.0.1:11434/v1, found ` +
      `${baseUrl === undefined ? "none" : JSON.stringify(baseUrl)}. Add baseUrl: to the model.`,
  );
}

async function serverKey({ protocol, hostname }: URL, env: OpenEffects["env"]): Promise<string | undefined> {
  if (hostname === "api.openai.com" && protocol === "https:")
    return readSecret("OPENAI_API_KEY", env, "in OpenAI's console");
  const variable = "LIVECORPUS_MODEL_KEY";
  if (!env[variable] && !env[`${variable}_FILE`]) return undefined;
  return readSecret(variable, env, "at the server");
}
