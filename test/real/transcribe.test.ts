import { randomBytes } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemClock } from "#lib/effects/index.ts";
import { commandLine } from "../commandLine.ts";
import { writeScriptedModel } from "../transcribe/scriptedModel.ts";

const real = process.env.LIVECORPUS_REAL ?? "";
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-real-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("takes a real speech from its file through ffmpeg, voice activity and the real recogniser to its words, all right", async () => {
  const words =
    "And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country.".split(
      " ",
    );
  const model = join(folder, "ggml-scripted.bin");
  writeScriptedModel(model, [{ startSeconds: 0, endSeconds: 10, words: words.map((word) => ` ${word}`) }]);
  const file = join(folder, "jfk.wav");
  copyFileSync(join(real, "speech/asr_en/jfk.wav"), file);
  const { code, out } = await commandLine(["transcribe", file, "--model", model, "--language", "en", "--json"], {
    clock: systemClock,
    env: process.env,
    randomBytes,
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ durationMs: 11_000, decodeErrors: 0, dropped: {} });
  // 67.9 % of its windows have speech; pauses of less than 160 ms between them count as speech too.
  expect(JSON.parse(out).speechMs / 11_000).toBeGreaterThan(0.65);
  const { segments } = JSON.parse(readFileSync(join(folder, "jfk.json"), "utf8"));
  const said = segments.map(({ text }: { text: string }) => text.trim()).join(" ");
  expect(said).toBe(words.join(" "));
});
