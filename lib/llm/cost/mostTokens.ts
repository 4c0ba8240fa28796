import type { ModelRequest } from "../languageModel.ts";

/** What the frame around a text may take: the turn's marks, and what a provider says of a schema beside the schema. */
const frameTokens = 256;

/**
 * More tokens than a request can take: those of a byte-level tokenizer are never more than the bytes of the text, and the output is
 * bounded by the request itself.
 */
export function mostTokens({ prefix, ask, schema, maxOutputTokens }: ModelRequest): { input: number; output: number } {
  const schemaBytes = schema ? Buffer.byteLength(JSON.stringify(schema)) : 0;
  return {
    input: Buffer.byteLength(prefix) + Buffer.byteLength(ask) + schemaBytes + frameTokens,
    output: maxOutputTokens,
  };
}
