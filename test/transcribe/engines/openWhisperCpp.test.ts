import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { processTree, systemClock, systemSleep } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import { wavBytes } from "#lib/media/index.ts";
import { openEngine, type SpeechEngine, whisperProgram } from "#lib/transcribe/index.ts";
import { writeScriptedModel } from "../scriptedModel.ts";

const effects = { clock: systemClock, sleep: systemSleep, env: process.env, randomBytes };
/** Eleven seconds in which nobody speaks; the scripted model does not listen. */
const samples = new Float32Array(11 * 16_000);
let folder: string;
let model: string;
const engines: SpeechEngine[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-whisper-"));
  model = join(folder, "-$(touch PWNED) 'model' \"of\"\n words.bin");
  writeScriptedModel(model, [
    { startSeconds: 0, endSeconds: 3, words: [" hel", "lo", " stream", "."] },
    { startSeconds: 3, endSeconds: 8, words: [" thank", " you", " chat", "."] },
    { startSeconds: 8, endSeconds: 11, words: [" donation", " five", "."] },
  ]);
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function open(changes: object = {}): Promise<SpeechEngine> {
  const engine = await openEngine({ engine: "whisper.cpp", model, threads: 1, language: "en", ...changes }, effects);
  engines.push(engine);
  return engine;
}

/** The processes of this machine that were started with a text among their arguments. */
function running(argument: string): number[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(argument) ? Number(pid) : [];
    } catch {
      return [];
    }
  });
}

async function untilNone(argument: string): Promise<void> {
  const startMs = systemClock.monotonicMs();
  while (running(argument).length > 0) {
    expect(systemClock.monotonicMs() - startMs).toBeLessThan(15_000);
    await systemSleep(20);
  }
}

test("hears window after window with one load of the model, as whisper-cli hears the same", {
  timeout: 60_000,
}, async () => {
  const engine = await open();
  const heard = await engine.hear({ samples });
  expect(heard.map(({ startMs, endMs, text }) => [startMs, endMs, text])).toEqual([
    [0, 3000, "hello stream."],
    [3000, 8000, "thank you chat."],
    [8000, 11_000, "donation five."],
  ]);
  expect(heard[0]!.words!.map((word) => word.text.trim())).toEqual(["hello", "stream."]);
  const loaded = running(model).join();
  expect(await engine.hear({ samples, language: "en" })).toEqual(heard);
  expect(running(model).join()).toBe(loaded);

  writeFileSync(join(folder, "window.wav"), wavBytes(samples, 16_000));
  const cli = whisperProgram("whisper-cli").path;
  // It writes the name of its model into its JSON as it is.
  const plain = join(folder, "plain.bin");
  symlinkSync(model, plain);
  const args = [
    "-m",
    plain,
    "-f",
    join(folder, "window.wav"),
    "-l",
    "en",
    "-t",
    "1",
    "-ojf",
    "-of",
    join(folder, "cli"),
  ];
  execFileSync(cli, args, { stdio: "ignore" });
  const { transcription } = JSON.parse(readFileSync(join(folder, "cli.json"), "utf8"));
  for (const [i, segment] of transcription.entries()) {
    const tokens: { text: string; p: number }[] = segment.tokens.filter(
      (one: { text: string }) => !one.text.startsWith("[_"),
    );
    const mean = tokens.reduce((sum, token) => sum + Math.log(token.p), 0) / tokens.length;
    expect(heard[i]).toMatchObject({
      startMs: segment.offsets.from,
      endMs: segment.offsets.to,
      text: segment.text.trim(),
    });
    expect(heard[i]!.confidence!.avgLogprob).toBeCloseTo(mean, 3);
    expect(heard[i]!.confidence!.noSpeech).toBeGreaterThanOrEqual(0);
    expect(heard[i]!.words!.at(-1)!.probability).toBeGreaterThan(0.5);
  }
  expect(engine.facts).toMatchObject({ engine: "whisper.cpp", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  expect(engine.facts.modelSha256).toMatch(/^[0-9a-f]{64}$/);
  await engine.close();
  await untilNone(model);
});

test("tells the model what was said before", { timeout: 60_000 }, async () => {
  const engine = await open();
  const plain = await engine.hear({ samples });
  // The script counts places, and a prompt takes some: the model then begins in the middle of it.
  const prompted = await engine.hear({ samples, prompt: " thank you" });
  expect(prompted).not.toEqual(plain);
  expect(await engine.hear({ samples })).toEqual(plain);
});

test("says that the server died, and hears the next window with a new one", { timeout: 60_000 }, async () => {
  const engine = await open();
  const before = await engine.hear({ samples });
  const long = new Float32Array(240 * 16_000);
  const hearing = engine.hear({ samples: long });
  const server = processTree(running(model)[0]!).at(-1)!.pid;
  await systemSleep(300);
  process.kill(server, "SIGKILL");
  await expect(hearing).rejects.toThrow(TransientError);
  expect(await engine.hear({ samples })).toEqual(before);
});

test("stops hearing when it is asked to, and can hear again", { timeout: 60_000 }, async () => {
  const engine = await open();
  const stop = new AbortController();
  const hearing = engine.hear({ samples: new Float32Array(240 * 16_000) }, stop.signal);
  await systemSleep(300);
  stop.abort(new Error("stopped by a person"));
  await expect(hearing).rejects.toThrow("stopped by a person");
  expect((await engine.hear({ samples })).length).toBe(3);
});

test("leaves no server behind when the process that opened it is killed", { timeout: 60_000 }, async () => {
  const lone = join(folder, "lone.bin");
  writeScriptedModel(lone, [{ startSeconds: 0, endSeconds: 1, words: [" alone"] }]);
  const opener = join(folder, "opener.ts");
  const room = (name: string) =>
    pathToFileURL(join(import.meta.dirname, "..", "..", "..", "lib", name, "index.ts")).href;
  writeFileSync(
    opener,
    `import { openEngine } from ${JSON.stringify(room("transcribe"))};
     import { systemClock, systemSleep } from ${JSON.stringify(room("effects"))};
     const effects = { clock: systemClock, sleep: systemSleep, env: process.env, randomBytes: (n) => Buffer.alloc(n, 7) };
     await openEngine({ engine: "whisper.cpp", model: ${JSON.stringify(lone)} }, effects);
     console.log("open");
     setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [opener], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  expect(running(lone).length).toBeGreaterThan(0);
  child.kill("SIGKILL");
  await untilNone(lone);
});

test("refuses what is no model, no language and no setting, and says what to do", async () => {
  const none = open({ model: join(folder, "none.bin") });
  await expect(none).rejects.toThrow(InputError);
  await expect(none).rejects.toThrow(/found none \(ENOENT\).*livecorpus models pull/);
  writeFileSync(join(folder, "other.bin"), "not a model");
  await expect(open({ model: join(folder, "other.bin") })).rejects.toThrow(/found another file/);
  writeFileSync(join(folder, "short.bin"), readFileSync(model).subarray(0, 500_000));
  await expect(open({ model: join(folder, "short.bin") })).rejects.toThrow(
    /only the beginning of one \(500000 bytes\)/,
  );
  writeFileSync(join(folder, "half.bin"), readFileSync(model).subarray(0, 5_000_000));
  await expect(open({ model: join(folder, "half.bin") })).rejects.toThrow(
    /Expected whisper-server to start.*half\.bin.*livecorpus models verify/,
  );
  await expect(open({ language: "xx" })).rejects.toThrow(/no language that Whisper knows/);
  await expect(open({ thread: 2 })).rejects.toThrow(/thread/);
  const bare = pathToFileURL(join(folder, "empty", "/"));
  expect(() => whisperProgram("whisper-server", bare)).toThrow(/npm run whisper/);
  const { platform, arch } = process;
  mkdirSync(bare);
  writeFileSync(new URL("built.json", bare), JSON.stringify({ version: "1", platform, arch, folder: "gone" }));
  expect(() => whisperProgram("whisper-server", bare)).toThrow(/found none\. Remove that folder/);
});
