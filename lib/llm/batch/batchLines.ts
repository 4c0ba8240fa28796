import { createHash } from "node:crypto";
import { z } from "zod";
import type { ModelReply, ModelRequest } from "../languageModel.ts";
import { geminiReply } from "../providers/geminiReply.ts";
import { geminiContents, geminiSettings } from "../providers/geminiSettings.ts";

/** A request as a line of a batch's input. */
export function batchLine(request: ModelRequest, thinkingBudget: number | undefined): string {
  return JSON.stringify({
    request: { contents: geminiContents(request), generationConfig: geminiSettings(request, thinkingBudget) },
  });
}

const Echo = z.object({
  contents: z.array(z.object({ parts: z.array(z.object({ text: z.string().optional() })) })),
  generationConfig: z.object({
    temperature: z.number().default(0),
    maxOutputTokens: z.number().default(0),
    seed: z.number().default(0),
  }),
});

const Line = z.object({ status: z.unknown(), request: Echo, response: z.unknown() });

/** What a line of a batch's output says: of which request it is, and its reply, null where the request failed. */
export interface BatchAnswer {
  print: string;
  reply: ModelReply | null;
}

/**
 * Reads a line of a batch's output. It repeats its request, and lines come in any order, so the request says which one it is; a
 * request that failed has its error in `status` and no answer.
 *
 * @returns null for a line that is none, such as one that was cut off
 */
export function readBatchLine(line: string, model: string): BatchAnswer | null {
  try {
    const { request, response } = Line.parse(JSON.parse(line));
    const { temperature, maxOutputTokens, seed } = request.generationConfig;
    const text = request.contents.flatMap(({ parts }) => parts.map((part) => part.text ?? "")).join("");
    const print = printOf([text, temperature, maxOutputTokens, seed]);
    const isThere = typeof response === "object" && response !== null && Object.keys(response).length > 0;
    return { print, reply: isThere ? geminiReply(response, model) : null };
  } catch {
    return null;
  }
}

/** What tells a request from the others of its batch. */
export function fingerprint({ prefix, ask, temperature, maxOutputTokens, draw }: ModelRequest): string {
  return printOf([prefix + ask, temperature, maxOutputTokens, draw]);
}

function printOf(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
