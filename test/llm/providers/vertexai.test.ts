import { inspect } from "node:util";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AuthError, InputError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { type LanguageModel, LostReplyError, type ModelRequest, vertexaiModel } from "#lib/llm/index.ts";
import { type Fault, type ModelServer, startModelServer } from "../modelServer.ts";

const token = "planted-token-0123456789";
const request: ModelRequest = {
  prefix: "chunk ",
  ask: "question",
  schema: { type: "object" },
  temperature: 0,
  maxOutputTokens: 64,
  draw: 3,
  videos: [],
};

let fault: Fault | undefined;
let server: ModelServer;
let model: LanguageModel;
beforeEach(async () => {
  fault = undefined;
  server = await startModelServer({ fault: () => fault, modelVersion: "m-1-002" });
  vi.spyOn(console, "warn").mockReturnValue();
  // The library speaks HTTPS only, through the global fetch.
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => fetch(url.replace(/^https:/, "http:"), init));
  model = await vertexaiModel({
    ...{ model: "m-1", project: "p", location: "us-central1", thinkingBudget: 0 },
    apiEndpoint: new URL(server.url).host,
    googleAuthOptions: { authClient: { getAccessToken: async () => ({ token }) } as never },
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await server.close();
});

it("sends what genai sends, and reads the same reply", async () => {
  const reply = await model.ask(request);
  expect(reply).toMatchObject({ outcome: { status: "ok", text: '{"answer":0}' }, modelVersion: "m-1-002" });
  expect(model.name).toBe("vertexai:m-1;thinking=0");
  const [{ text, body, path }] = server.received as [ModelServer["received"][number]];
  expect(path).toBe("/v1/projects/p/locations/us-central1/publishers/google/models/m-1:generateContent");
  expect(text).toBe("chunk question");
  expect(body.generationConfig).toEqual({
    ...{ temperature: 0, maxOutputTokens: 64, seed: 3, candidateCount: 1, thinkingConfig: { thinkingBudget: 0 } },
    ...{ responseMimeType: "application/json", responseJsonSchema: { type: "object" } },
  });
});

it("makes outcomes and errors of the same classes as the others", async () => {
  const outcomes = [];
  for (fault of ["truncate", "empty", "blockPrompt", "blockOutput", { status: 400 }] as const)
    outcomes.push((await model.ask(request)).outcome.status);
  expect(outcomes).toEqual(["truncated", "empty", "blocked", "blocked", "failed"]);
  const refusals: [Fault, unknown][] = [
    [{ status: 429 }, RateLimitedError],
    [{ status: 503 }, TransientError],
    [{ status: 401 }, AuthError],
    [{ status: 404 }, InputError],
    ["html", TransientError],
    ["cut", LostReplyError],
    ["reset", LostReplyError],
  ];
  for (const [each, expected] of refusals) {
    fault = each;
    const error = await model.ask(request).catch((thrown: unknown) => thrown);
    expect(error, JSON.stringify(each)).toBeInstanceOf(expected);
  }
});

it("never shows the token", async () => {
  fault = { status: 400, body: { error: { code: 400, message: `bad ${token}`, status: "INVALID_ARGUMENT" } } };
  expect(JSON.stringify(await model.ask(request))).not.toContain(token);
  fault = { status: 403, body: { error: { code: 403, message: `bad ${token}`, status: "PERMISSION_DENIED" } } };
  const error = await model.ask(request).catch((thrown: unknown) => thrown);
  expect((error as Error).message).toContain("status 403 PERMISSION_DENIED");
  expect(inspect(error, { depth: 9 })).not.toContain(token);
});
