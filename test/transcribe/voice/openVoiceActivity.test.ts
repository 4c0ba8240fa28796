import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { openVoiceActivity } from "#lib/transcribe/index.ts";

/** A buzz of harmonics whose pitch and loudness move, with noise: it goes through the whole range of the model. */
function buzz(seconds: number): Float32Array {
  const random = seededRandom("buzz");
  const samples = new Float32Array(seconds * 16_000);
  let phase = 0;
  samples.forEach((_, i) => {
    const t = i / 16_000;
    phase += (2 * Math.PI * (120 + 30 * Math.sin(2 * Math.PI * 0.7 * t))) / 16_000;
    let value = 0;
    for (let harmonic = 1; harmonic < 12; harmonic++) value += Math.sin(harmonic * phase) / harmonic;
    const loud = Math.max(0, Math.sin(2 * Math.PI * 0.31 * t)) * (0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * t));
    samples[i] = 0.2 * loud * value + 0.005 * random.normal();
  });
  return samples;
}

async function* inPieces(samples: Float32Array, length: number) {
  for (let at = 0; at < samples.length; at += length) yield samples.subarray(at, at + length);
}

async function hear(pieces: AsyncIterable<Float32Array>): Promise<number[]> {
  const activity = await openVoiceActivity();
  const heard: number[] = [];
  for await (const block of activity.probabilities(pieces)) heard.push(...block);
  await activity.close();
  return heard;
}

/** The published file as its authors run it: one step after another. */
async function published(samples: Float32Array): Promise<number[]> {
  const path = fileURLToPath(import.meta.resolve("@ricky0123/vad-web/dist/silero_vad_v6.onnx"));
  const session = await InferenceSession.create(path, { intraOpNumThreads: 1 });
  const sr = new Tensor("int64", BigInt64Array.from([16_000n]), []);
  let state = new Tensor("float32", new Float32Array(256), [2, 1, 128]);
  let context = new Float32Array(64);
  const heard: number[] = [];
  for (let at = 0; at < samples.length; at += 512) {
    const step = new Float32Array(576);
    step.set(context);
    step.set(samples.subarray(at, at + 512), 64);
    context = step.slice(512);
    const out = await session.run({ input: new Tensor("float32", step, [1, 576]), state, sr });
    state = new Tensor("float32", out.stateN!.data as Float32Array, [2, 1, 128]);
    heard.push((out.output!.data as Float32Array)[0]!);
  }
  await session.release();
  return heard;
}

test("many steps in one call give the probabilities of the published model, which takes one step a call", async () => {
  const samples = buzz(20).subarray(0, 20 * 16_000 - 100);
  const expected = await published(samples);
  const heard = await hear(inPieces(samples, 4001));
  expect(heard).toHaveLength(625);
  const farthest = Math.max(...heard.map((value, i) => Math.abs(value - expected[i]!)));
  expect(farthest).toBeLessThan(1e-4);
  expect(Math.max(...expected)).toBeGreaterThan(0.5);
  expect(Math.min(...expected)).toBeLessThan(0.1);
});

test("however the sound comes in pieces, the bits are the same", async () => {
  const samples = buzz(9);
  const whole = await hear(inPieces(samples, samples.length));
  expect(await hear(inPieces(samples, 333))).toEqual(whole);
});

test("no sound has no steps", async () => {
  expect(await hear(inPieces(new Float32Array(0), 1))).toEqual([]);
});

test("a file that is no Silero model is refused with what was expected", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "livecorpus-")), "other.onnx");
  writeFileSync(path, "not a model");
  await expect(openVoiceActivity(path)).rejects.toThrow(InputError);
  await expect(openVoiceActivity(path)).rejects.toThrow("expected a Silero model");
  await expect(openVoiceActivity(`${path}.missing`)).rejects.toThrow("cannot be read");
});

test("an aborted signal ends the hearing", async () => {
  const stop = new AbortController();
  stop.abort(new Error("enough"));
  const activity = await openVoiceActivity();
  const heard = activity.probabilities(inPieces(buzz(9), 16_000), stop.signal);
  await expect(heard.next()).rejects.toThrow("enough");
  await activity.close();
});
