import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openVoiceActivity } from "#lib/transcribe/index.ts";

const speech = join(process.env.LIVECORPUS_REAL!, "speech");

/** The share of whole 32-ms steps with speech at least as probable as not, in percent. */
async function speechPercent(path: string): Promise<number> {
  const args = ["-nostdin", "-v", "error", "-i", path, "-ac", "1", "-ar", "16000", "-f", "f32le", "-"];
  const bytes = execFileSync("ffmpeg", args, { maxBuffer: 1 << 28 });
  const samples = new Float32Array(Uint8Array.from(bytes).buffer);
  const activity = await openVoiceActivity();
  const heard: number[] = [];
  async function* whole() {
    yield samples;
  }
  for await (const block of activity.probabilities(whole())) heard.push(...block);
  await activity.close();
  const steps = Math.floor(samples.length / 512);
  return (100 * heard.slice(0, steps).filter((probability) => probability >= 0.5).length) / steps;
}

test.each([
  ["asr_en/jfk.wav", 67.9],
  ["diarization/pyannote_sample.wav", 74.0],
])("%s has speech in a known share of its steps of 32 ms", async (file, percent) => {
  expect(await speechPercent(join(speech, file))).toBeCloseTo(percent, 1);
});
