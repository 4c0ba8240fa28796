import type { ChunkLine } from "#lib/records/index.ts";

/** The lines of a chunk as prompts show them, numbered from 1: `12 [CHAT] text`. */
export function numberedLines(lines: readonly ChunkLine[]): string[] {
  return lines.map(({ source, text }, i) => `${i + 1} [${source}] ${text}`);
}

/** Choices as prompts show them, numbered from 0. */
export function numberedChoices(choices: readonly string[]): string[] {
  return choices.map((choice, i) => `${i}. ${choice}`);
}
