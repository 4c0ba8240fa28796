import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { processTree, systemClock, systemSleep } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import { openEngine, type SpeechEngine } from "#lib/transcribe/index.ts";
import { findSherpaModel } from "../../../lib/transcribe/engines/sherpaModel.ts";
import { writeScriptedSenseVoice } from "./scriptedSenseVoice.ts";

const effects = { clock: systemClock, sleep: systemSleep, env: process.env, randomBytes };
const samples = new Float32Array(2 * 16_000);
let root: string;
let folder: string;
const engines: SpeechEngine[] = [];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "livecorpus-sherpa-"));
  folder = join(root, "scripted");
  mkdirSync(folder);
  writeScriptedSenseVoice(folder, ["▁hel", "lo", null, null, "▁chat"]);
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});
afterAll(() => rmSync(root, { recursive: true }));

async function open(changes: object = {}): Promise<SpeechEngine> {
  const settings = { engine: "sherpa-onnx", kind: "senseVoice", folder, threads: 1, ...changes };
  const engine = await openEngine(settings, effects);
  engines.push(engine);
  return engine;
}

/** The processes that this one has started and that still run. */
const children = () => processTree(process.pid).filter(({ ppid }) => ppid === process.pid);

test("hears what the real sherpa-onnx hears, with the times of its words", { timeout: 30_000 }, async () => {
  const engine = await open();
  const heard = await engine.hear({ samples });
  expect(heard).toEqual([
    {
      ...{ startMs: 0, endMs: 2000, text: "hello chat" },
      words: [
        { text: "hello", startMs: 0, endMs: 240 },
        { text: "chat", startMs: 240, endMs: 2000 },
      ],
    },
  ]);
  expect(engine.facts).toMatchObject({
    engine: "sherpa-onnx",
    model: "scripted",
    version: expect.stringMatching(/^\d/),
  });
  expect(engine.facts.modelSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(await engine.hear({ samples: new Float32Array(0) })).toEqual([]);
});

test("says that its process died, and hears the next window with a new one", { timeout: 30_000 }, async () => {
  const engine = await open();
  const before = await engine.hear({ samples });
  const hearing = engine.hear({ samples: new Float32Array(600 * 16_000) });
  process.kill(children().at(-1)!.pid, "SIGSEGV");
  await expect(hearing).rejects.toThrow(TransientError);
  expect(await engine.hear({ samples })).toEqual(before);
});

test("stops when it is asked to, and leaves no process behind", { timeout: 30_000 }, async () => {
  const before = children().length;
  const engine = await open();
  expect(children().length).toBe(before + 1);
  const stop = new AbortController();
  const hearing = engine.hear({ samples: new Float32Array(600 * 16_000) }, stop.signal);
  stop.abort(new Error("stopped by a person"));
  await expect(hearing).rejects.toThrow("stopped by a person");
  expect((await engine.hear({ samples })).length).toBe(1);
  await engine.close();
  expect(children().length).toBe(before);
});

test("ends its process when its own is killed", { timeout: 30_000 }, async () => {
  const opener = join(root, "opener.ts");
  const child = join(import.meta.dirname, "..", "..", "..", "lib", "transcribe", "engines", "sherpaChild.ts");
  writeFileSync(
    opener,
    `import { fork } from "node:child_process";
     const child = fork(${JSON.stringify(child)}, [], { serialization: "advanced" });
     console.log(child.pid);
     setTimeout(() => process.kill(process.pid, "SIGKILL"), 500);`,
  );
  let pid = 0;
  try {
    execFileSync(process.execPath, [opener], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  } catch (error) {
    pid = Number((error as { stdout: string }).stdout);
  }
  expect(pid).toBeGreaterThan(0);
  const startMs = systemClock.monotonicMs();
  while (processTree(pid).length > 0) {
    expect(systemClock.monotonicMs() - startMs).toBeLessThan(10_000);
    await systemSleep(20);
  }
});

test("refuses what is no model, in the words of sherpa-onnx, and a language that it was not opened for", {
  timeout: 30_000,
}, async () => {
  await expect(open({ folder: join(root, "none") })).rejects.toThrow(/found none \(ENOENT\)/);
  await expect(open({ kind: "transducer" })).rejects.toThrow(/a file \*encoder\*.onnx of a transducer model/);
  const bare = join(root, "bare");
  mkdirSync(bare);
  writeScriptedSenseVoice(bare, ["▁a"], { lfr_window_size: undefined });
  const refused = open({ folder: bare });
  await expect(refused).rejects.toThrow(InputError);
  await expect(refused).rejects.toThrow(/cannot be loaded.*lfr_window_size|refused/);
  writeFileSync(join(bare, "model.onnx"), "no model");
  await expect(open({ folder: bare })).rejects.toThrow(InputError);
  const korean = await open({ language: "ko" });
  await expect(korean.hear({ samples, language: "ja" })).rejects.toThrow(/Expected windows in ko/);
});

test.each([
  [
    "whisper",
    ["base-encoder.int8.onnx", "base-encoder.onnx", "base-decoder.onnx", "base-tokens.txt"],
    ["base-encoder.onnx", "base-decoder.onnx", "base-tokens.txt"],
  ],
  ["paraformer", ["model.int8.onnx", "tokens.txt"], ["model.int8.onnx", "tokens.txt"]],
  [
    "transducer",
    ["decoder-1.onnx", "encoder-1.onnx", "joiner-1.onnx", "tokens.txt"],
    ["encoder-1.onnx", "decoder-1.onnx", "joiner-1.onnx", "tokens.txt"],
  ],
] as const)("finds the files of a %s model as they are published", async (kind, names, wanted) => {
  const place = join(root, kind);
  mkdirSync(place);
  for (const name of names) writeFileSync(join(place, name), "");
  const settings = { engine: "sherpa-onnx", kind, folder: place, language: "auto", threads: 1 } as const;
  const { files, config } = await findSherpaModel(settings);
  expect(files).toEqual(wanted.map((name) => join(place, name)));
  expect(config).toMatchObject({ modelConfig: { tokens: files.at(-1), numThreads: 1, [kind]: expect.anything() } });
});
