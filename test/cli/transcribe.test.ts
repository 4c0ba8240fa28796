import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock, systemSleep } from "#lib/effects/index.ts";
import { wavBytes } from "#lib/media/index.ts";
import { commandLine } from "../commandLine.ts";
import { writeScriptedModel } from "../transcribe/scriptedModel.ts";
import { babble } from "../transcribe/voice/babble.ts";

let folder: string;
let model: string;
const inFolder = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-transcribe-"));
  model = inFolder("ggml-scripted.bin");
  writeScriptedModel(model, [
    { startSeconds: 0, endSeconds: 4, words: [" we", " looked", " at", " the", " map", " of", " the", " town", "."] },
  ]);
  writeFileSync(inFolder("talk.wav"), wavBytes(babble(6), 16_000));
  writeFileSync(inFolder("key"), "ab".repeat(32));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  commandLine(args, {
    clock: systemClock,
    env: { ...process.env, LIVECORPUS_KEY_FILE: inFolder("key") },
    randomBytes,
  });
const transcribe = (...args: string[]) => run("transcribe", "--model", model, "--language", "en", ...args);
const ffmpeg = (...args: string[]) => execFileSync("ffmpeg", ["-v", "error", "-nostdin", ...args]);

test("a file of eight channels becomes subtitles and JSON beside it, whatever it is called, and nothing else stays there", async () => {
  const out = inFolder("odd");
  execFileSync("mkdir", [out]);
  const name = "-$(touch PWNED) 'a' \"b\"\n;c";
  ffmpeg("-i", inFolder("talk.wav"), "-ac", "8", "-channel_layout", "7.1", inFolder("cinema.flac"));
  renameSync(inFolder("cinema.flac"), join(out, `${name}.flac`));
  const { code, err, out: said } = await transcribe("--", join(out, `${name}.flac`));
  expect([code, err]).toEqual([0, ""]);
  expect(readdirSync(out).sort()).toEqual([`${name}.flac`, `${name}.json`, `${name}.srt`]);
  expect(readFileSync(join(out, `${name}.srt`), "utf8")).toMatch(
    /^1\n00:00:0\d,\d{3} --> .*\n[^\n]*we looked at the map/,
  );
  const json = JSON.parse(readFileSync(join(out, `${name}.json`), "utf8"));
  expect(json.segments[0]).toMatchObject({ avg_logprob: expect.any(Number), words: expect.any(Array) });
  expect(said).toMatch(/\d+ utterances of 0\.1 minutes, \d+ % speech/);
  const again = await transcribe(join(out, `${name}.flac`));
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining("is there already") });
  expect(readdirSync(folder)).not.toContain("PWNED");
});

test("a model that was pulled is named as it was pulled", async () => {
  const models = inFolder("models");
  mkdirSync(models);
  copyFileSync(model, join(models, "ggml-base.bin"));
  const args = ["transcribe", inFolder("talk.wav"), "--model", "base", "--out", inFolder("named"), "--as", "txt"];
  const env = { ...process.env, LIVECORPUS_MODELS: models };
  expect(await commandLine(args, { clock: systemClock, env, randomBytes })).toMatchObject({ code: 0 });
  expect(readFileSync(join(inFolder("named"), "talk.txt"), "utf8")).toContain("the map");
});

test("what cannot be heard is said before anything is heard, and nothing is written", async () => {
  ffmpeg("-f", "lavfi", "-i", "color=size=64x64:duration=1", inFolder("silent.mp4"));
  writeFileSync(inFolder("empty.wav"), "");
  writeFileSync(inFolder("short.wav"), wavBytes(new Float32Array(0), 16_000));
  writeFileSync(inFolder("cut.wav"), readFileSync(inFolder("talk.wav")).subarray(0, 90_000));
  writeFileSync(inFolder("list.m3u8"), `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${inFolder("talk.wav")}\n`);
  writeFileSync(inFolder("text.mp4"), "dear diary\n".repeat(100));
  const before = readdirSync(folder).sort();
  const wrong: [string, string][] = [
    ["silent.mp4", "found no audio track"],
    ["empty.wav", "found an empty one"],
    ["short.wav", "zero length"],
    ["cut.wav", "cut off"],
    ["list.m3u8", "found a playlist"],
    ["text.mp4", "Expected an audio or video file"],
    ["none.wav", "found none (ENOENT)"],
  ];
  for (const [name, found] of wrong) {
    const { code, err } = await transcribe(inFolder("talk.wav"), inFolder(name), "--as", "vtt");
    expect([name, code, err]).toEqual([name, 2, expect.stringContaining(found)]);
    expect(err).toContain(name);
  }
  expect(await run("transcribe", inFolder("talk.wav"), "--model", inFolder("key"))).toMatchObject({
    code: 2,
    err: expect.stringContaining("Expected a model of whisper.cpp"),
  });
  expect((await run("transcribe", inFolder("talk.wav"))).err).toContain("Expected --model MODEL");
  expect((await run("transcribe")).err).toContain("Expected files, or --corpus");
  expect(readdirSync(folder).sort()).toEqual(before);
});

test("a file of 8 kHz is taken into a corpus, transcribed there once, checked, and printed", async () => {
  const corpus = inFolder("corpus");
  ffmpeg("-i", inFolder("talk.wav"), "-ar", "8000", inFolder("telephone.wav"));
  const into = () => transcribe(inFolder("telephone.wav"), "--corpus", corpus, "--into", "other:talk-1");
  const first = await into();
  expect([first.code, first.err]).toEqual([0, ""]);
  expect(first.out).toMatch(
    /^other:talk-1: \d+ utterances .*\nwhisper\.cpp-ggml-scripted-en: 1 of 1 tasks are done\.\n$/,
  );
  expect((await into()).out).toBe("whisper.cpp-ggml-scripted-en: 1 of 1 tasks are done.\n");
  expect((await transcribe("--corpus", corpus, "--json")).out).toContain('"done":1');
  const checked = await run("check-transcripts", "--corpus", corpus);
  expect([checked.code, checked.out]).toEqual([0, expect.stringContaining("1 good, 0 suspicious")]);
  expect((await run("transcript", "other:talk-1", "--corpus", corpus, "--as", "txt")).out).toContain(
    "looked at the map",
  );
  expect((await transcribe("talk.wav", "--corpus", corpus)).err).toContain("--into");
  expect((await transcribe("--corpus", corpus, "other:talk-2")).err).toContain("It holds other:talk-1.");
});

test("another program hears where its settings are given, and what is wrong with them is said", async () => {
  const settings = inFolder("engine.yaml");
  const script = "console.log('1\\n00:00:00,500 --> 00:00:03,000\\nheard in ' + process.argv[1] + '\\n')";
  const args = ["-e", script, "{language}", "{wav}"];
  writeFileSync(
    settings,
    JSON.stringify({ engine: "command", program: process.execPath, args, version: "1", model: "m" }),
  );
  const heard = await run(
    "transcribe",
    inFolder("talk.wav"),
    "--engine-file",
    settings,
    "--language",
    "fr",
    "--as",
    "tsv",
  );
  expect([heard.code, heard.err]).toEqual([0, ""]);
  expect(readFileSync(inFolder("talk.tsv"), "utf8")).toMatch(/^start\tend\ttext\n\d+\t\d+\theard in fr\n$/);
  writeFileSync(settings, "engine: nobody\n");
  const file = inFolder("telephone.wav");
  expect(await run("transcribe", file, "--engine-file", settings)).toMatchObject({ code: 2 });
  writeFileSync(settings, "- no\n");
  expect((await run("transcribe", file, "--engine-file", settings)).err).toContain("expected YAML with engine");
});

/** The settings of a program that is given the window and the path of a file of its own. */
function programSettings(name: string, script: string): { settings: string; mark: string } {
  const [settings, mark] = [inFolder(`${name}.yaml`), inFolder(`${name}.mark`)];
  const args = ["-e", script, "{wav}", mark];
  const engine = { engine: "command", program: process.execPath, args, version: "1", model: "m", format: "srt" };
  writeFileSync(settings, JSON.stringify(engine));
  return { settings, mark };
}

test("a window whose engine died is given to it again, and the file gets its transcript", async () => {
  const { settings } = programSettings(
    "dies",
    "const fs = require('fs'); const mark = process.argv[2]; if (!fs.existsSync(mark)) { fs.writeFileSync(mark, ''); " +
      "process.kill(process.pid, 'SIGKILL'); } console.log('1\\n00:00:00,500 --> 00:00:03,000\\nheard at last\\n')",
  );
  const { code, err } = await run("transcribe", inFolder("talk.wav"), "--engine-file", settings, "--as", "txt");
  expect([code, err]).toEqual([0, expect.stringContaining("was ended by a signal")]);
  expect(readFileSync(inFolder("talk.txt"), "utf8")).toContain("heard at last");
});

test("Ctrl-C ends what hears, and says that the same command goes on", async () => {
  const { settings, mark } = programSettings(
    "slow",
    "require('fs').writeFileSync(process.argv[2], String(process.pid)); setInterval(() => {}, 1000)",
  );
  const main = join(import.meta.dirname, "../../lib/cli/main.ts");
  const args = [main, "transcribe", inFolder("talk.wav"), "--engine-file", settings, "--as", "vtt"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = once(child, "close");
  const hears = () => existsSync(mark) && readFileSync(mark, "utf8") !== "";
  while (child.exitCode === null && !hears()) await systemSleep(20);
  child.kill("SIGINT");
  const [[code], [out, err]] = await Promise.all([ended, said]);
  expect([code, out]).toEqual([5, ""]);
  expect(err.trimEnd().split("\n").at(-1)).toMatch(/^Stopped\. Give the same command again/);
  expect(() => process.kill(Number(readFileSync(mark, "utf8")), 0)).toThrow("ESRCH");
  expect(existsSync(inFolder("talk.vtt"))).toBe(false);
});

test("a study that names a recogniser has its videos transcribed by the line, and cut of that transcript", async () => {
  const corpus = inFolder("corpus");
  const study = (chunk: string) =>
    "name: heard\ntitle: Heard\ncorpus: corpus\nseed: heard\nreaders: [bm25]\narms: [chat, none]\n" +
    "speech: { engine: whisper.cpp, model: ggml-scripted.bin, language: en, prompt: the town }\n" +
    `primary: { reader: bm25, arm: chat, against: [none] }\nchunk: ${chunk}\n`;
  writeFileSync(inFolder("study.yaml"), study("{}"));
  const unnamed = await run("status", "--study", folder);
  const variant = /Add speech: (\S+) to chunk/.exec(unnamed.err)?.[1] ?? "";
  expect([unnamed.code, variant]).toEqual([2, expect.stringMatching(/^whisper\.cpp-ggml-scripted-en-[0-9a-f]{8}$/)]);
  writeFileSync(inFolder("study.yaml"), study(`{ speech: ${variant} }`));
  const main = join(import.meta.dirname, "../../lib/cli/main.ts");
  const env = { ...process.env, LIVECORPUS_KEY_FILE: inFolder("key") };
  const printed = execFileSync(process.execPath, [main, "run", "--study", folder, "--steps", "transcribe,chunk"], {
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  expect(printed).toContain("2 of 2 tasks are done");
  const steps = readdirSync(join(corpus, "videos/other/talk-1/steps"));
  expect(steps).toContain(`transcribe.${variant}.1.json`);
  expect(steps).toContain(`chunk.w600-${variant}.1.json`);
}, 60_000);
