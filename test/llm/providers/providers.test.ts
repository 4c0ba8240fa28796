import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "#lib/effects/index.ts";
import { AuthError, InputError, RateLimitedError, TransientError } from "#lib/errors.ts";
import {
  EndlessReplyError,
  genaiModel,
  type LanguageModel,
  LostReplyError,
  type ModelRequest,
  openaiModel,
} from "#lib/llm/index.ts";
import { type Fault, type ModelServer, startModelServer } from "../modelServer.ts";

const secret = "planted-secret-0123456789";
const request: ModelRequest = {
  prefix: "[CHAT] a cat\n",
  ask: "Which animal? 0 dog 1 cat",
  schema: { type: "object", properties: { answer: { type: "integer" } }, required: ["answer"] },
  temperature: 0,
  maxOutputTokens: 64,
  draw: 2,
  videos: [{ platform: "other", id: "v1" }],
};

const providers: [string, (url: string) => LanguageModel | Promise<LanguageModel>][] = [
  [
    "genai by key",
    (url) => genaiModel({ model: "m-1", access: { apiKey: secret }, baseUrl: url, fetch, clock: systemClock }),
  ],
  [
    "genai in a project",
    (url) =>
      genaiModel({
        ...{ model: "m-1", access: { project: "p", location: "us-central1" }, baseUrl: url, fetch, clock: systemClock },
        googleAuthOptions: {
          authClient: { getRequestHeaders: async () => new Headers({ authorization: `Bearer ${secret}` }) } as never,
        },
      }),
  ],
  ["openai", (url) => openaiModel({ model: "m-1", baseUrl: `${url}/v1`, apiKey: secret, fetch, clock: systemClock })],
];

let fault: Fault | undefined;
let server: ModelServer;
beforeEach(async () => {
  fault = undefined;
  server = await startModelServer({
    answer: () => '{"answer":1}',
    fault: () => fault,
    modelVersion: "m-1-002",
    prefixCache: { fromTokens: 128 },
  });
});
afterEach(() => server.close());

describe.each(providers)("%s", (name, open) => {
  const ask = async (asked: ModelRequest, signal?: AbortSignal) => (await open(server.url)).ask(asked, signal);

  it("gives the text, the tokens as they were counted, and the version that answered", async () => {
    const reply = await ask(request);
    expect(reply.outcome).toEqual({ status: "ok", text: '{"answer":1}' });
    expect(reply.usage).toEqual({
      inputTokens: server.tokens.input,
      cachedTokens: 0,
      outputTokens: server.tokens.output,
    });
    expect(reply.usage.inputTokens).toBeGreaterThan(8);
    expect(reply.modelVersion).toBe("m-1-002");
  });

  it("shows prefix and ask as one text, and sends the schema, the bounds and the draw", async () => {
    await ask(request);
    const [{ text, body }] = server.received as [ModelServer["received"][number]];
    expect(text).toBe("[CHAT] a cat\nWhich animal? 0 dog 1 cat");
    if (name === "openai")
      expect(body).toMatchObject({
        ...{ model: "m-1", temperature: 0, max_tokens: 64, seed: 2 },
        response_format: { type: "json_schema", json_schema: { schema: request.schema } },
      });
    else
      expect(body).toMatchObject({
        generationConfig: {
          ...{ temperature: 0, maxOutputTokens: 64, seed: 2, candidateCount: 1 },
          ...{ responseMimeType: "application/json", responseJsonSchema: request.schema },
        },
      });
  });

  it("says how much of the prompt a cache paid for", async () => {
    const long = { ...request, prefix: "one two three four five six seven eight ".repeat(40) };
    await ask(long);
    const { usage } = await ask({ ...long, ask: "another question" });
    expect(usage.cachedTokens).toBeGreaterThanOrEqual(256);
    expect(usage.cachedTokens % 128).toBe(0);
    expect(usage.cachedTokens).toBeLessThan(usage.inputTokens);
  });

  it("makes an outcome of what the model says or refuses to say", async () => {
    const outcomes: unknown[] = [];
    for (fault of ["truncate", "empty", "blockPrompt", "blockOutput", { status: 400 }] as const)
      outcomes.push((await ask(request)).outcome);
    const blocks =
      name === "openai" ? ["refusal", "output: content_filter"] : ["prompt: PROHIBITED_CONTENT", "output: SAFETY"];
    expect(outcomes).toEqual([
      { status: "truncated", text: '{"answ' },
      { status: "empty" },
      { status: "blocked", reason: blocks[0] },
      { status: "blocked", reason: blocks[1] },
      { status: "failed", reason: expect.stringMatching(/status 400, "refused with 400"/) },
    ]);
  });

  it("gives a refusal the class that says what happens next, after one request", async () => {
    const refusals: [Fault, unknown][] = [
      [{ status: 429, retryAfter: "7" }, RateLimitedError],
      [{ status: 429 }, RateLimitedError],
      [{ status: 503 }, TransientError],
      [{ status: 503, retryAfter: "1" }, RateLimitedError],
      [{ status: 401 }, AuthError],
      [{ status: 403 }, AuthError],
      [{ status: 404 }, InputError],
      ["html", TransientError],
      ["cut", LostReplyError],
      ["reset", LostReplyError],
    ];
    for (const [n, [each, expected]] of refusals.entries()) {
      fault = each;
      const error = await ask(request).catch((thrown: unknown) => thrown);
      expect(error, JSON.stringify(each)).toBeInstanceOf(expected);
      expect(server.received).toHaveLength(n + 1);
      if (n === 0) expect((error as RateLimitedError).retryAfterMs).toBe(7000);
    }
  });

  it("reads the pause that stands in the body of a refusal", async () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34.5s" }];
    fault = { status: 429, body: { error: { code: 429, status: "RESOURCE_EXHAUSTED", message: "m", details } } };
    await expect(ask(request)).rejects.toMatchObject({ retryAfterMs: 34_500 });
  });

  it("leaves an account without money or a bad key to a person", async () => {
    fault = { status: 429, body: { error: { message: "no", type: "insufficient_quota", code: "insufficient_quota" } } };
    await expect(ask(request)).rejects.toThrow(AuthError);
    fault = { status: 400, body: { error: { code: 400, message: "no", details: [{ reason: "API_KEY_INVALID" }] } } };
    await expect(ask(request)).rejects.toThrow(AuthError);
  });

  it("sends the key in a header only, and hides it where the server repeats it", async () => {
    fault = { status: 400, body: { error: { message: `bad key ${secret}, ${encodeURIComponent(secret)}` } } };
    const { outcome } = await ask(request);
    expect(JSON.stringify(server.received[0]!.headers)).toContain(secret);
    expect(server.received[0]!.path + JSON.stringify(server.received[0]!.body)).not.toContain(secret);
    expect(JSON.stringify(outcome)).not.toContain(secret);
    fault = { status: 503, body: { error: { message: `bad key ${secret}` } } };
    const error = await ask(request).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toMatch(/status 503/);
    expect(inspect(error, { depth: 9 })).not.toContain(secret);
  });

  it("gives up a reply that goes on and on, which would be paid again each time", async () => {
    fault = { status: 200, body: { text: "a".repeat(17 * 2 ** 20) } };
    await expect(ask(request)).rejects.toThrow(EndlessReplyError);
    expect(server.received).toHaveLength(1);
  });

  it("stops at once when it is told to", async () => {
    fault = "hang";
    const asking = ask(request, AbortSignal.timeout(50));
    await expect(asking).rejects.toThrow();
    expect(server.received.length).toBeLessThanOrEqual(1);
  });
});

describe("openai", () => {
  it("reads a prompt that a filter refused as blocked", async () => {
    fault = { status: 400, body: { error: { message: "filtered", code: "content_filter" } } };
    const { outcome } = await (await providers[2]![1](server.url)).ask(request);
    expect(outcome).toEqual({ status: "blocked", reason: "prompt: content_filter" });
  });

  it("says that nothing was asked where no server listens", async () => {
    const { url } = server;
    await server.close();
    const error = await (await providers[2]![1](url)).ask(request).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransientError);
    expect(error).not.toBeInstanceOf(LostReplyError);
    server = await startModelServer();
  });
});

it("genai in a project says nothing on the standard output where the environment has a key as well", async () => {
  vi.stubEnv("GEMINI_API_KEY", secret);
  const said = vi.spyOn(console, "debug").mockReturnValue();
  try {
    await genaiModel({ model: "m-1", access: { project: "p", location: "global" }, fetch, clock: systemClock });
    expect(said).not.toHaveBeenCalled();
  } finally {
    said.mockRestore();
    vi.unstubAllEnvs();
  }
});
