import { createHash, type Hash } from "node:crypto";
import type { ChunkKey, ChunkLine } from "#lib/records/index.ts";
import { type Language, readingTokens } from "#lib/text/index.ts";
import { TokenIndex } from "./tokenIndex.ts";

/** What a reader is shown under one arm. */
export interface Body {
  /** The chunk that the lines are of; another than the question's in the control arms. */
  from: ChunkKey;
  lines: readonly ChunkLine[];
  language: Language;
  /** The exact text: one line each, `[CHAT] ` or `[SPEECH] ` before it. */
  text: string;
  /** Where each token stands; made once, on demand. */
  index(): TokenIndex;
  /** A copy of the SHA-256 of the text, to go on with what follows it. */
  hash(): Hash;
}

/** Remembers the tokens of a chunk's lines, so that its arms cut them once. */
export type TokenCache = Map<ChunkLine, readonly string[]>;

/**
 * A body of these lines in this order.
 *
 * @example
 * makeBody(chunk, chunk.lines, "en").text; // "[SPEECH] Good morning.\n[CHAT] hi\n"
 */
export function makeBody(
  from: ChunkKey,
  lines: readonly ChunkLine[],
  language: Language,
  cache: TokenCache = new Map(),
): Body {
  const text = lines.map((line) => `[${line.source}] ${line.text}\n`).join("");
  let index: TokenIndex | undefined;
  let hash: Hash | undefined;
  const tokensOf = (line: ChunkLine) => {
    const tokens = cache.get(line) ?? readingTokens(line.text, language);
    cache.set(line, tokens);
    return tokens;
  };
  return {
    from: { video: from.video, index: from.index },
    lines,
    language,
    text,
    index: () => {
      index ??= new TokenIndex(lines.map(tokensOf));
      return index;
    },
    hash: () => {
      hash ??= createHash("sha256").update(text);
      return hash.copy();
    },
  };
}
