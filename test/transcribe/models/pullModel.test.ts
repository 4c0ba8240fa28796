import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemSleep } from "#lib/effects/index.ts";
import { InputError, PermanentError, TransientError } from "#lib/errors.ts";
import { pullModel, verifyModels } from "#lib/transcribe/index.ts";
import { quickEffects, withServer } from "../../collect/loopback.ts";

const bytes = Buffer.alloc(300_000, "the weights of a model ");
const sha1 = createHash("sha1").update(bytes).digest("hex");
const models = [{ name: "mini", mebibytes: 0.5, sha1 }];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-models-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const pull = (mirror: string, changes: object = {}) =>
  pullModel("mini", { ...quickEffects(), folder, mirror, models, ...changes });

/** Serves the model from where it is asked for, `most` bytes at a time, then cuts the connection. */
function serve(asked: string[], most = Number.POSITIVE_INFINITY, body = bytes, knowsRanges = true) {
  return ({ url, headers }: IncomingMessage, response: ServerResponse) => {
    asked.push(`${url} ${headers.range ?? ""}`.trim());
    const from = knowsRanges ? Number(/^bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0) : 0;
    if (from >= body.length) return void response.writeHead(416).end();
    const range = from > 0 ? { "content-range": `bytes ${from}-${body.length - 1}/${body.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { "content-length": body.length - from, ...range });
    const piece = body.subarray(from, from + most);
    if (from + piece.length === body.length) response.end(piece);
    else response.write(piece, () => void cutWhenKept(response, from + piece.length));
  };
}

/** A connection that breaks takes with it what its client has not read yet. */
async function cutWhenKept(response: ServerResponse, kept: number): Promise<void> {
  const part = join(folder, "ggml-mini.bin.part");
  while (!existsSync(part) || statSync(part).size < kept) await systemSleep(5);
  response.destroy();
}

test("goes on where the connection was cut, as often as it takes", async () => {
  const asked: string[] = [];
  await withServer(serve(asked, 100_000), async (url) => {
    const pulled = await pull(`${url}/mirror/`);
    expect(pulled).toMatchObject({ path: join(folder, "ggml-mini.bin"), bytes: 300_000, fetched: true });
  });
  expect(readFileSync(join(folder, "ggml-mini.bin")).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(["ggml-mini.bin"]);
  expect(asked[0]).toBe("/mirror/ggml-mini.bin");
  expect(asked.slice(1)).toEqual(["/mirror/ggml-mini.bin bytes=100000-", "/mirror/ggml-mini.bin bytes=200000-"]);
});

test("asks for nothing when the model is there, and again when it is spoilt", async () => {
  const asked: string[] = [];
  await withServer(serve(asked), async (url) => {
    await pull(url);
    expect((await pull(url)).fetched).toBe(false);
    expect(asked.length).toBe(1);
    writeFileSync(join(folder, "ggml-mini.bin"), "spoilt");
    expect((await pull(url)).fetched).toBe(true);
  });
});

test.each([
  ["a part of other bytes", Buffer.alloc(1000, "x"), true],
  ["a part that is longer than the model", Buffer.alloc(400_000, "x"), true],
  ["a server that knows no ranges", bytes.subarray(0, 1000), false],
])("begins anew after %s", async (_what, part, knowsRanges) => {
  writeFileSync(join(folder, "ggml-mini.bin.part"), part);
  await withServer(serve([], Number.POSITIVE_INFINITY, bytes, knowsRanges), async (url) => {
    expect((await pull(url)).fetched).toBe(true);
  });
});

test("keeps nothing of a mirror that has other bytes, or too many", async () => {
  for (const body of [Buffer.alloc(300_000, "other"), Buffer.alloc(2_000_000, "x")])
    await withServer(serve([], Number.POSITIVE_INFINITY, body), async (url) => {
      await expect(pull(url)).rejects.toThrow(PermanentError);
      expect(existsSync(join(folder, "ggml-mini.bin"))).toBe(false);
    });
});

test("says that there is no such file, no such name, and when patience is at its end", async () => {
  await withServer(
    (_, response) => void response.writeHead(404).end(),
    async (url) => {
      await expect(pull(url)).rejects.toThrow(/status 404. Check the mirror/);
      await expect(pullModel("maxi", { ...quickEffects(), folder, mirror: url, models })).rejects.toThrow(InputError);
    },
  );
  let asked = 0;
  await withServer(
    (_, response) => {
      asked++;
      response.writeHead(503).end();
    },
    async (url) => {
      await expect(pull(url)).rejects.toThrow(TransientError);
    },
  );
  expect(asked).toBeGreaterThan(3);
});

test("waits as long as it is asked to", async () => {
  const effects = quickEffects();
  let asked = 0;
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    asked++ === 0 ? void response.writeHead(429, { "retry-after": "7" }).end() : serve([])(request, response);
  await withServer(answer, (url) => pullModel("mini", { ...effects, folder, mirror: url, models }));
  expect(effects.slept.some((ms) => ms >= 7000 && ms < 60_000)).toBe(true);
});

test("tells right models from wrong ones and from those that nobody published", async () => {
  writeFileSync(join(folder, "ggml-mini.bin"), bytes);
  writeFileSync(join(folder, "ggml-own.bin"), "own");
  const standings = async () => (await verifyModels(folder, models)).map(({ file, standing }) => [file, standing]);
  expect(await standings()).toEqual([
    ["ggml-mini.bin", "right"],
    ["ggml-own.bin", "unknown"],
  ]);
  writeFileSync(join(folder, "ggml-mini.bin"), "spoilt");
  expect((await standings())[0]).toEqual(["ggml-mini.bin", "wrong"]);
  expect(await verifyModels(join(folder, "none"))).toEqual([]);
});
