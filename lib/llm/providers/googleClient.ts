import type { GoogleGenAI, GoogleGenAIOptions } from "@google/genai";
import { type ProviderEffects, providerFetch } from "./providerFetch.ts";

/** Where and how Google's models are reached through @google/genai. */
export interface GoogleAccess extends ProviderEffects {
  access: { apiKey: string } | { project: string; location: string };
  /** Another server in the place of Google's, such as a proxy. */
  baseUrl?: string;
  /** How to sign in to Vertex AI; absent: the way of `gcloud auth application-default login`. */
  googleAuthOptions?: GoogleGenAIOptions["googleAuthOptions"];
}

/** A client of @google/genai that goes through providerFetch. It is loaded only here: whoever replays does not load it. */
export async function googleClient(options: GoogleAccess): Promise<GoogleGenAI> {
  const { access, baseUrl, googleAuthOptions } = options;
  const { GoogleGenAI } = await import("@google/genai");
  const { debug } = console;
  // It says there which of several credentials it takes, and that goes to the standard output, among the lines of --json.
  console.debug = () => {};
  try {
    return new GoogleGenAI({
      ...("apiKey" in access ? { vertexai: false, apiKey: access.apiKey } : { vertexai: true, ...access }),
      ...(googleAuthOptions === undefined ? {} : { googleAuthOptions }),
      httpOptions: { fetch: providerFetch(options), ...(baseUrl === undefined ? {} : { baseUrl }) },
    });
  } finally {
    console.debug = debug;
  }
}
