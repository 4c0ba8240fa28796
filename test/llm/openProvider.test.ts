import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { AuthError, InputError } from "#lib/errors.ts";
import { type ModelEntry, type ModelRequest, makeBudget, modelName, openModel, openProvider } from "#lib/llm/index.ts";
import { StudyModel } from "#lib/records/index.ts";
import { startModelServer } from "./modelServer.ts";

const request: ModelRequest = { prefix: "a", ask: "b", temperature: 0, maxOutputTokens: 9, draw: 0, videos: [] };
const open = (entry: ModelEntry, env: Record<string, string> = {}, send = fetch) =>
  openProvider(entry, { fetch: send, clock: systemClock, env });

describe("the provider of a study's model", () => {
  it("of Google is asked by the key of the environment, or of a file", async () => {
    const server = await startModelServer();
    const folder = await mkdtemp(join(tmpdir(), "livecorpus-key-"));
    try {
      const file = join(folder, "key");
      await writeFile(file, "key-in-a-file\n");
      const config: ModelEntry = { provider: "genai", model: "m" };
      for (const env of [{ GEMINI_API_KEY: "key-in-the-environment" }, { GEMINI_API_KEY_FILE: file }])
        await (await open(config, { GOOGLE_GEMINI_BASE_URL: server.url, ...env })).ask(request);
      expect(server.received.map(({ headers }) => headers["x-goog-api-key"])).toEqual([
        "key-in-the-environment",
        "key-in-a-file",
      ]);
      await expect(open(config)).rejects.toThrow(AuthError);
    } finally {
      await rm(folder, { recursive: true });
      await server.close();
    }
  });

  it("at another server never sees the key of OpenAI", async () => {
    const server = await startModelServer();
    const env = { OPENAI_API_KEY: "openai-key-0123456789" };
    const config: ModelEntry = { provider: "openai", model: "m", baseUrl: `${server.url}/v1` };
    await (await open(config, env)).ask(request);
    await (await open(config, { ...env, LIVECORPUS_MODEL_KEY: "servers-own-key" })).ask(request);
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([undefined, "Bearer servers-own-key"]);
    await server.close();
  });

  it("at OpenAI itself sends its key there, and the name of the bound that OpenAI knows", async () => {
    const sent: [string, RequestInit | undefined][] = [];
    const send = async (url: unknown, init?: RequestInit) => {
      sent.push([String(url), init]);
      return new Response("{}");
    };
    const config: ModelEntry = { provider: "openai", model: "m", baseUrl: "https://api.openai.com/v1" };
    await (await open(config, { OPENAI_API_KEY: "openai-key-0123456789" }, send)).ask(request);
    const [[url, init]] = sent as [[string, RequestInit]];
    expect(url).toBe("https://api.openai.com/v1/chat/completions");
    expect(new Headers(init.headers).get("authorization")).toBe("Bearer openai-key-0123456789");
    expect(JSON.parse(String(init.body))).toMatchObject({ max_completion_tokens: 9 });
    await expect(open(config)).rejects.toThrow(AuthError);
  });

  it("has a name that tells what changes its answers, without a provider being built", () => {
    const entries: ModelEntry[] = [
      { provider: "genai", model: "gemini-2.5-pro" },
      { provider: "genai", model: "gemini-2.5-flash", thinkingBudget: 0 },
      { provider: "vertexai", model: "gemini-2.5-pro", project: "p" },
      { provider: "openai", model: "qwen2.5:7b", baseUrl: "http://127.0.0.1:11434/v1" },
    ];
    expect(entries.map(modelName)).toEqual([
      "genai:gemini-2.5-pro",
      "genai:gemini-2.5-flash;thinking=0",
      "vertexai:gemini-2.5-pro",
      "openai:qwen2.5:7b",
    ]);
  });

  it("is refused with a name or an address that cannot be one, and says what to add", async () => {
    const entries: [ModelEntry, RegExp][] = [
      [{ provider: "genai", model: "a;thinking=0" }, /without blanks and semicolons/],
      [{ provider: "openai", model: "m" }, /found none. Add baseUrl/],
      [{ provider: "openai", model: "m", baseUrl: "file:///etc/passwd" }, /found "file:/],
      [{ provider: "vertexai", model: "m" }, /Add project/],
    ];
    for (const [entry, message] of entries) {
      const error = await open(entry, { GEMINI_API_KEY: "0123456789" }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message).toMatch(message);
    }
  });

  it("stands behind its door with the limits and the price of its entry", async () => {
    const server = await startModelServer({ latencyMs: 20 });
    const effects = { fetch, clock: systemClock, env: {}, sleep: systemSleep, random: seededRandom("open") };
    const entry = StudyModel.parse({
      ...{ provider: "openai", model: "m", baseUrl: `${server.url}/v1`, concurrency: 2 },
      price: { inputUsd: 1e6, cachedUsd: 0, outputUsd: 0 },
    });
    const budget = makeBudget({ capUsd: 1000 });
    const model = await openModel(entry, { ...effects, budget });
    await Promise.all(Array.from({ length: 5 }, () => model.ask(request)));
    expect(server.mostAtOnce()).toBe(2);
    expect(budget.spent().usd).toBe(server.tokens.input);
    await server.close();
  });
});
