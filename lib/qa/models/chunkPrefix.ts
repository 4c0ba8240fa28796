import type { Chunk } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";
import { fence } from "../prompts/fence.ts";
import { numberedLines } from "../prompts/numberedLines.ts";
import { fillPrompt, type Prompt } from "../prompts/readPrompt.ts";

/** The rules of a prompt and all lines of a chunk: what all requests about the chunk share. */
export function chunkPrefix(
  prompt: Prompt,
  language: Language,
  chunk: Chunk,
  values: Readonly<Record<string, string>> = {},
): string {
  const rules = fillPrompt(prompt.section(language, "instructions"), values);
  const body = fillPrompt(prompt.section(language, "body"), { body: fence(numberedLines(chunk.lines)) });
  return `${rules}\n${body}`;
}
