import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemSleep } from "#lib/effects/index.ts";
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

test("says why it tries again, and Ctrl-C ends it with what to do", async () => {
  let asked = 0;
  const answer = (_: IncomingMessage, response: ServerResponse) => {
    if (asked++ === 0) response.writeHead(503).end();
    else response.writeHead(200, { "content-length": 70_000_000 }).write(Buffer.alloc(1000));
  };
  await withServer(answer, async (url) => {
    const main = join(import.meta.dirname, "../../lib/cli/main.ts");
    const args = [main, "models", "pull", "tiny", "--models", folder, "--mirror", url];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
    const said = text(child.stderr);
    const ended = once(child, "close");
    while (child.exitCode === null && !readdirSync(folder).includes("ggml-tiny.bin.part")) await systemSleep(20);
    child.kill("SIGINT");
    const [[code], err] = await Promise.all([ended, said]);
    expect(code).toBe(5);
    expect(err).toMatch(/status 503.*It is tried again in \d+ s\.$/m);
    expect(err.trimEnd().split("\n").at(-1)).toMatch(/^Stopped\. Give the same command again/);
  });
});
