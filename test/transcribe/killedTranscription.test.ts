import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Transcript } from "#lib/transcribe/index.ts";
import { runTranscribeInto } from "./runTranscribeInto.ts";
import { writeScriptedModel } from "./scriptedModel.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Transcribes once whole, and once with kills within the windows of these numbers; each must have lost one window at most. */
async function killAndCompare(kills: readonly number[], ...model: string[]): Promise<Transcript> {
  const place = () => mkdtempSync(join(folder, "run-"));
  const whole = await runTranscribeInto(place(), Number.POSITIVE_INFINITY, ...model);
  const broken = place();
  let heard = 0;
  for (const killAfter of kills) heard += (await runTranscribeInto(broken, killAfter, ...model)).windows;
  const last = await runTranscribeInto(broken, Number.POSITIVE_INFINITY, ...model);
  expect(heard + last.windows).toBeLessThanOrEqual(whole.windows + kills.length);
  expect(last.windows).toBeLessThan(whole.windows);
  expect(last.transcript).toBe(whole.transcript);
  return JSON.parse(whole.transcript!) as Transcript;
}

test("a process that is killed at any moment has lost one window at most, and the transcript is the same bytes", async () => {
  await killAndCompare([1, 3]);
}, 60_000);

test("so it is with the real whisper.cpp", async () => {
  const model = join(folder, "scripted.bin");
  writeScriptedModel(model, [
    { startSeconds: 0, endSeconds: 2, words: [" hel", "lo", " stream", "."] },
    { startSeconds: 2, endSeconds: 4, words: [" thank", " you", " chat", "."] },
  ]);
  const { utterances } = await killAndCompare([2], model);
  expect(utterances[0]).toMatchObject({ text: "hello stream.", confidence: { avgLogprob: expect.any(Number) } });
  expect(utterances.length).toBeGreaterThan(6);
}, 60_000);
