import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { encode } from "gpt-tokenizer/encoding/o200k_base";

/** A request to the model, of either kind. */
export interface Asked {
  kind: "gemini" | "openai";
  model: string;
  /** The one text that the model is shown. */
  text: string;
  body: Record<string, unknown>;
  path: string;
  headers: IncomingMessage["headers"];
  /** The how-manieth request to this server, from 1. */
  n: number;
}

/** What goes wrong with one request. `cut` breaks the connection within the reply, `hang` never answers. */
export type Fault =
  | { status: number; retryAfter?: string; body?: unknown }
  | "blockPrompt"
  | "blockOutput"
  | "truncate"
  | "empty"
  | "html"
  | "cut"
  | "reset"
  | "hang";

export interface ModelServerOptions {
  /** The text of a reply; `{"answer":0}` for every request where absent. */
  answer?: (asked: Asked) => string;
  fault?: (asked: Asked) => Fault | undefined;
  latencyMs?: number;
  /** A provider's cache of prefixes: what is paid of it comes in steps of 128 tokens, from `fromTokens` on. */
  prefixCache?: { fromTokens: number };
  modelVersion?: string;
}

export interface ModelServer {
  /** Without a path: `${url}/v1` is the base of OpenAI's clients, `url` itself that of Google's. */
  url: string;
  received: Asked[];
  /** How often a text was answered in full, hence paid; a text that was asked twice for nothing has 2. */
  answered: Map<string, number>;
  /** The most requests that were being answered at one time. */
  mostAtOnce(): number;
  /** How long all requests together were in the server's hands, from their coming to the last byte of their replies. */
  servedMs(): number;
  tokens: { input: number; cached: number; output: number };
  close(): Promise<void>;
}

/**
 * A model server of this machine: Gemini's `generateContent` (of Vertex AI and by key) and OpenAI's chat completions, word for word
 * in the shapes that the real ones send. Tokens are counted with a real tokenizer (o200k).
 */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const received: Asked[] = [];
  const answered = new Map<string, number>();
  const tokens = { input: 0, cached: 0, output: 0 };
  const prefixes = new Set<string>();
  let atOnce = 0;
  let most = 0;
  let servedMs = 0;

  const server = createServer(async (request, response) => {
    atOnce++;
    most = Math.max(most, atOnce);
    const cameMs = performance.now();
    response.on("close", () => {
      atOnce--;
      servedMs += performance.now() - cameMs;
    });
    const asked = await readAsked(request, received.length + 1);
    if (asked === null)
      return sendJson(response, 404, { error: { code: 404, message: "no such path", status: "NOT_FOUND" } });
    received.push(asked);
    const fault = options.fault?.(asked);
    if (options.latencyMs !== undefined) await wait(options.latencyMs);
    if (fault === "hang") return;
    if (fault === "reset") return void request.socket.resetAndDestroy();
    if (fault === "html") {
      response.writeHead(502, { "content-type": "text/html" });
      return void response.end("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>");
    }
    if (typeof fault === "object") {
      if (fault.retryAfter !== undefined) response.setHeader("retry-after", fault.retryAfter);
      return sendJson(response, fault.status, fault.body ?? errorBody(asked.kind, fault.status));
    }
    const usage = count(asked, fault === undefined || fault === "truncate" ? textOf(asked, fault) : "");
    const body = JSON.stringify(replyBody(asked, fault, usage));
    if (fault === "cut") {
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
      response.write(body.slice(0, body.length / 2), () => request.socket.destroy());
      return;
    }
    response.on("finish", () => {
      answered.set(asked.text, (answered.get(asked.text) ?? 0) + 1);
      tokens.input += usage.input;
      tokens.cached += usage.cached;
      tokens.output += usage.output;
    });
    response.writeHead(200, { "content-type": "application/json; charset=UTF-8" });
    response.end(body);
  });

  const textOf = (asked: Asked, fault: Fault | undefined) => {
    const text = options.answer?.(asked) ?? '{"answer":0}';
    return fault === "truncate" ? text.slice(0, text.length / 2) : text;
  };

  function count(asked: Asked, output: string): Usage {
    const input = encode(asked.text);
    let cached = 0;
    if (options.prefixCache) {
      const hash = createHash("sha256");
      for (let end = 128; end <= input.length; end += 128) {
        hash.update(input.slice(end - 128, end).join(" "));
        const prefix = hash.copy().digest("hex");
        if (prefixes.has(prefix)) cached = end;
        prefixes.add(prefix);
      }
      if (cached < options.prefixCache.fromTokens) cached = 0;
    }
    return { input: input.length, cached, output: encode(output).length };
  }

  function replyBody(asked: Asked, fault: Fault | undefined, usage: Usage): unknown {
    const version = options.modelVersion ?? asked.model;
    const text = textOf(asked, fault);
    return asked.kind === "gemini" ? geminiBody(version, fault, usage, text) : openaiBody(version, fault, usage, text);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answered,
    mostAtOnce: () => most,
    servedMs: () => servedMs,
    tokens,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Usage {
  input: number;
  cached: number;
  output: number;
}

async function readAsked(request: IncomingMessage, n: number): Promise<Asked | null> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const path = request.url ?? "";
  const gemini =
    /\/(?:v1|v1beta|v1beta1)\/(?:projects\/[^/]+\/locations\/[^/]+\/publishers\/google\/)?models\/([^/:]+):generateContent$/.exec(
      path,
    );
  if (request.method !== "POST" || (!gemini && path !== "/v1/chat/completions")) return null;
  const body = JSON.parse(Buffer.concat(pieces).toString("utf8"));
  const common = { body, path, headers: request.headers, n };
  if (gemini) {
    const text = body.contents
      .flatMap(({ parts }: { parts: { text: string }[] }) => parts.map((part) => part.text))
      .join("");
    return { ...common, kind: "gemini", model: gemini[1]!, text };
  }
  const text = body.messages.map(({ content }: { content: string }) => content).join("\n");
  return { ...common, kind: "openai", model: body.model, text };
}

function geminiBody(modelVersion: string, fault: Fault | undefined, usage: Usage, text: string): unknown {
  const usageMetadata = {
    promptTokenCount: usage.input,
    candidatesTokenCount: usage.output,
    totalTokenCount: usage.input + usage.output,
    ...(usage.cached > 0 ? { cachedContentTokenCount: usage.cached } : {}),
    trafficType: "ON_DEMAND",
  };
  const rest = { usageMetadata, modelVersion, createTime: "2026-01-01T00:00:00.000000Z", responseId: "r" };
  if (fault === "empty") return { usageMetadata };
  if (fault === "blockPrompt") return { promptFeedback: { blockReason: "PROHIBITED_CONTENT" }, ...rest };
  if (fault === "blockOutput") return { candidates: [{ finishReason: "SAFETY" }], ...rest };
  const finishReason = fault === "truncate" ? "MAX_TOKENS" : "STOP";
  return {
    candidates: [{ content: { role: "model", parts: [{ text }] }, finishReason, avgLogprobs: -0.01 }],
    ...rest,
  };
}

function openaiBody(model: string, fault: Fault | undefined, usage: Usage, text: string): unknown {
  const reasons: Partial<Record<string, string>> = { truncate: "length", blockOutput: "content_filter" };
  const blocked = fault === "blockPrompt" || fault === "blockOutput";
  const message = {
    role: "assistant",
    content: blocked ? null : text,
    refusal: fault === "blockPrompt" ? "I cannot help with that." : null,
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: reasons[String(fault)] ?? "stop" };
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1767225600,
    model,
    choices: fault === "empty" ? [] : [choice],
    usage: {
      prompt_tokens: usage.input,
      completion_tokens: usage.output,
      total_tokens: usage.input + usage.output,
      prompt_tokens_details: { cached_tokens: usage.cached },
    },
  };
}

const statusWords: Partial<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

function errorBody(kind: Asked["kind"], code: number): unknown {
  const message = `refused with ${code}`;
  if (kind === "openai") return { error: { message, type: "server_error", param: null, code: null } };
  return { error: { code, message, status: statusWords[code] ?? "UNKNOWN" } };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" });
  response.end(JSON.stringify(body));
}
