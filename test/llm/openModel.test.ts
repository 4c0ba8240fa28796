import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { systemClock } from "#lib/effects/index.ts";
import { AuthError } from "#lib/errors.ts";
import { ModelConfig, type ModelRequest, modelName, openModel } from "#lib/llm/index.ts";
import { startModelServer } from "./modelServer.ts";

const request: ModelRequest = { prefix: "a", ask: "b", temperature: 0, maxOutputTokens: 9, draw: 0, videos: [] };
const open = (config: unknown, env: Record<string, string> = {}, send = fetch) =>
  openModel(ModelConfig.parse(config), { fetch: send, clock: systemClock, env });

describe("a configured model", () => {
  it("of Google is asked by the key of the environment, or of a file", async () => {
    const server = await startModelServer();
    const folder = await mkdtemp(join(tmpdir(), "livecorpus-key-"));
    try {
      const file = join(folder, "key");
      await writeFile(file, "key-in-a-file\n");
      const config = { provider: "genai", model: "m" };
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
    const config = { provider: "openai", model: "m", baseUrl: `${server.url}/v1` };
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
    const config = { provider: "openai", model: "m", baseUrl: "https://api.openai.com/v1" };
    await (await open(config, { OPENAI_API_KEY: "openai-key-0123456789" }, send)).ask(request);
    const [[url, init]] = sent as [[string, RequestInit]];
    expect(url).toBe("https://api.openai.com/v1/chat/completions");
    expect(new Headers(init.headers).get("authorization")).toBe("Bearer openai-key-0123456789");
    expect(JSON.parse(String(init.body))).toMatchObject({ max_completion_tokens: 9 });
    await expect(open(config)).rejects.toThrow(AuthError);
  });

  it("has a name that tells what changes its answers, without a provider being built", () => {
    const names = [
      { provider: "genai", model: "gemini-2.5-pro" },
      { provider: "genai", model: "gemini-2.5-flash", thinkingBudget: 0 },
      { provider: "vertexai", model: "gemini-2.5-pro", project: "p" },
      { provider: "openai", model: "qwen2.5:7b", baseUrl: "http://127.0.0.1:11434/v1" },
    ].map((config) => modelName(ModelConfig.parse(config)));
    expect(names).toEqual([
      "genai:gemini-2.5-pro",
      "genai:gemini-2.5-flash;thinking=0",
      "vertexai:gemini-2.5-pro",
      "openai:qwen2.5:7b",
    ]);
  });

  it("is refused with a name or an address that cannot be one", () => {
    for (const config of [
      { provider: "genai", model: "a;thinking=0" },
      { provider: "openai", model: "m", baseUrl: "file:///etc/passwd" },
      { provider: "openai", model: "m", baseUrl: "http://a/v1", apiKey: "secret" },
    ])
      expect(ModelConfig.safeParse(config).success).toBe(false);
  });
});
