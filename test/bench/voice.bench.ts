import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { decodeSamples, logMel, wavBytes } from "#lib/media/index.ts";
import {
  defaultTranscribeSettings,
  openVoiceActivity,
  planWindows,
  speechSegments,
  whisperWindows,
} from "#lib/transcribe/index.ts";
import { babble } from "../transcribe/voice/babble.ts";

/**
 * How long an hour of stereo AAC at 44.1 kHz takes to be decoded, resampled, searched for speech and cut into windows; the
 * published model, called once for each 32 ms as its authors do, is measured on a minute of it. Prints rows for main.ts.
 */
const speech = defaultTranscribeSettings.speech;

async function cutHour(path: string): Promise<{ seconds: number; windows: number }> {
  const startMs = performance.now();
  const activity = await openVoiceActivity();
  const decoded = decodeSamples(path);
  const found: number[] = [];
  for await (const block of activity.probabilities(decoded)) found.push(...block);
  const probabilities = Float32Array.from(found);
  const segments = speechSegments(probabilities, decoded.report.samples, speech);
  const windows = planWindows(segments, probabilities, whisperWindows).length;
  await activity.close();
  return { seconds: (performance.now() - startMs) / 1000, windows };
}

/** Seconds for an hour of sound, by a minute. */
async function publishedModel(): Promise<number> {
  const path = fileURLToPath(import.meta.resolve("@ricky0123/vad-web/dist/silero_vad_v6.onnx"));
  const session = await InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const sr = new Tensor("int64", BigInt64Array.from([16_000n]), []);
  let state = new Tensor("float32", new Float32Array(256), [2, 1, 128]);
  const startMs = performance.now();
  for (let step = 0; step < 1875; step++) {
    const input = new Tensor("float32", new Float32Array(576).fill(step / 9999), [1, 576]);
    const { stateN } = await session.run({ input, state, sr });
    state = new Tensor("float32", stateN!.data as Float32Array, [2, 1, 128]);
  }
  const seconds = ((performance.now() - startMs) / 1000) * 60;
  await session.release();
  return seconds;
}

function melHour(): number {
  const window = Float32Array.from({ length: 480_000 }, (_, i) => 0.3 * Math.sin(i * i * 1e-6));
  const startMs = performance.now();
  for (let i = 0; i < 120; i++) logMel(window);
  return (performance.now() - startMs) / 1000;
}

async function bench(folder: string): Promise<void> {
  const path = join(folder, "hour.m4a");
  const minute = join(folder, "minute");
  writeFileSync(`${minute}.wav`, wavBytes(babble(60), 16_000));
  const ffmpeg = (...args: string[]) => execFileSync("ffmpeg", ["-nostdin", "-v", "error", ...args]);
  ffmpeg("-i", `${minute}.wav`, "-ar", "44100", "-ac", "2", "-c:a", "aac", "-b:a", "96k", `${minute}.m4a`);
  // Encoded once and copied sixty times: encoding an hour takes minutes.
  ffmpeg("-stream_loop", "59", "-i", `${minute}.m4a`, "-c", "copy", path);
  const { seconds, windows } = await cutHour(path);
  const published = await publishedModel();
  console.log(
    `| an hour of AAC decoded, resampled and cut at its silences | ${seconds.toFixed(1)} s, ${windows} windows | ` +
      `${published.toFixed(1)} s for the published model alone, one step a call | 1 h | under 12 s |`,
  );
  const mel = melHour();
  console.log(`| log-mels of an hour, 80 mels | ${mel.toFixed(1)} s | none | 1 h | none |`);
  if (seconds >= 12) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), "livecorpus-bench-"));
void bench(folder).finally(() => rmSync(folder, { recursive: true }));
