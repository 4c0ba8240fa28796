import { createHash } from "node:crypto";
import type { ModelRequest } from "../languageModel.ts";

/**
 * The name of a call by what it asks: SHA-256 over the model's name and all that may change its answer. Which part of the text is the
 * shared prefix is left out, since the model sees one text; so are the videos, which only say what the text is of.
 */
export function callKey(model: string, request: ModelRequest): string {
  const { prefix, ask, schema, temperature, maxOutputTokens, draw } = request;
  const canonical = JSON.stringify([1, model, prefix + ask, schema ?? null, temperature, maxOutputTokens, draw]);
  return createHash("sha256").update(canonical).digest("hex");
}
