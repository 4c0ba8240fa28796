import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock, systemSleep } from "#lib/effects/index.ts";
import { InputError, PermanentError } from "#lib/errors.ts";
import { openEngine, whisperProgram } from "#lib/transcribe/index.ts";
import { writeScriptedModel } from "../scriptedModel.ts";

const effects = { clock: systemClock, sleep: systemSleep, env: process.env, randomBytes };
const samples = new Float32Array(16_000);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-command-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** An engine whose program is this Node running a script; `told.json` says what it was given. */
function script(lines: string, changes: object = {}) {
  const file = join(folder, "program.mjs");
  const head = `import fs from "node:fs"; const [, , wav, folder, language, prompt] = process.argv;
    fs.writeFileSync(${JSON.stringify(join(folder, "told.json"))}, JSON.stringify({ wav, bytes: fs.statSync(wav).size, language, prompt }));`;
  writeFileSync(file, `${head}\n${lines}`);
  const args = [file, "{wav}", "{folder}", "{language}", "{prompt}"];
  return openEngine(
    { engine: "command", program: process.execPath, args, version: "1", model: "m", ...changes },
    effects,
  );
}

test.each([
  ["SRT", "1\\n00:00:01,500 --> 00:00:02,000\\nhello chat\\n"],
  ["VTT", "WEBVTT\\n\\n00:01.500 --> 00:02.000\\nhello chat\\n"],
  ["JSON", '{"segments":[{"start":1.5,"end":2,"text":"hello chat"}]}'],
  ["CSV", "start,end,text\\n1.5,2,hello chat\\n"],
])("reads what a program prints as %s", async (_format, printed) => {
  const engine = await script(`process.stdout.write(${JSON.stringify(printed.replaceAll("\\n", "\n"))});`);
  expect(await engine.hear({ samples })).toMatchObject([{ startMs: 1500, endMs: 2000, text: "hello chat" }]);
});

test("hands over the window, its language and prompt as they are, and leaves nothing behind", async () => {
  const engine = await script("");
  const prompt = "$(touch PWNED) `x` \"y\" 'z'\n";
  expect(await engine.hear({ samples, language: "ko", prompt })).toEqual([]);
  const told = JSON.parse(readFileSync(join(folder, "told.json"), "utf8"));
  expect(told).toMatchObject({ bytes: 44 + 2 * 16_000, language: "ko", prompt });
  expect([existsSync(told.wav), existsSync("PWNED")]).toEqual([false, false]);
});

test("reads the file that a program writes, such as the real whisper-cli", { timeout: 30_000 }, async () => {
  const model = join(folder, "model.bin");
  writeScriptedModel(model, [{ startSeconds: 0, endSeconds: 1, words: [" hello", " chat"] }]);
  const args = ["-m", model, "-f", "{wav}", "-l", "en", "-ojf", "-of", "{folder}/window"];
  const settings = { program: whisperProgram("whisper-cli").path, args, output: "{folder}/window.json" };
  const engine = await openEngine({ engine: "command", version: "1.9.1", model: "scripted", ...settings }, effects);
  const [heard] = await engine.hear({ samples: new Float32Array(11 * 16_000) });
  expect(heard).toMatchObject({ startMs: 0, endMs: 1000, text: "hello chat" });
  expect(heard!.words!.map((word) => word.text.trim())).toEqual(["hello", "chat"]);
});

test("says how a program failed, and that none takes the window", async () => {
  const failed = await script('console.error("no model"); process.exit(3);');
  await expect(failed.hear({ samples })).rejects.toThrow(PermanentError);
  await expect(failed.hear({ samples })).rejects.toThrow(/ended with 3. It said: "no model"/);
  const mute = await script("", { output: "{folder}/none.srt" });
  await expect(mute.hear({ samples })).rejects.toThrow(/to write none.srt/);
  await expect(script("", { args: ["--file"] })).rejects.toThrow(InputError);
  await expect(script("", { args: ["--file"] })).rejects.toThrow(/Expected \{wav\}/);
});
