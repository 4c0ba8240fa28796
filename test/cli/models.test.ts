import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withServer } from "../collect/loopback.ts";
import { commandLine } from "../commandLine.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-models-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("lists what can be pulled, and what is here", async () => {
  writeFileSync(join(folder, "ggml-base.bin"), "not the model");
  const { code, out } = await commandLine(["models", "list"], { env: { LIVECORPUS_MODELS: folder } });
  expect(code).toBe(0);
  expect(out).toMatch(/^base +142 MiB +here$/m);
  expect(out).toMatch(/^large-v3 +2970 MiB +not here$/m);
  const lines = (await commandLine(["models", "list", "--json", "--models", folder])).out.trim().split("\n");
  expect(JSON.parse(lines[0]!)).toMatchObject({
    name: "tiny",
    sha1: expect.stringMatching(/^[0-9a-f]{40}$/),
    here: false,
  });
});

test("fails where a model is not the published one, and says what to do", async () => {
  writeFileSync(join(folder, "ggml-base.bin"), "not the model");
  const { code, out, err } = await commandLine(["models", "verify", "--models", folder]);
  expect(code).not.toBe(0);
  expect(out).toMatch(/^wrong +ggml-base.bin/);
  expect(err).toContain("livecorpus models pull");
});

test("asks the mirror that it is given", async () => {
  const asked: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    asked.push(request.url ?? "");
    response.writeHead(404).end();
  };
  await withServer(answer, async (url) => {
    const env = { LIVECORPUS_MODELS: folder, LIVECORPUS_MODELS_MIRROR: `${url}/here` };
    const { code, err } = await commandLine(["models", "pull", "tiny"], { env });
    expect([code === 0, asked]).toEqual([false, ["/here/ggml-tiny.bin"]]);
    expect(err).toContain("status 404");
  });
});
