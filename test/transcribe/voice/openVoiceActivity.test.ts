import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { openVoiceActivity, sileroRule, speechSegments } from "#lib/transcribe/index.ts";
import { babble } from "./babble.ts";

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
  const samples = babble(20).subarray(0, 20 * 16_000 - 100);
  const expected = await published(samples);
  const heard = await hear(inPieces(samples, 4001));
  expect(heard).toHaveLength(625);
  const farthest = Math.max(...heard.map((value, i) => Math.abs(value - expected[i]!)));
  expect(farthest).toBeLessThan(1e-4);
  expect(Math.max(...expected)).toBeGreaterThan(0.5);
  expect(Math.min(...expected)).toBeLessThan(0.1);
});

test("however the sound comes in pieces, the bits are the same", async () => {
  const samples = babble(9);
  const whole = await hear(inPieces(samples, samples.length));
  expect(await hear(inPieces(samples, 333))).toEqual(whole);
});

test("a voice that speaks for four of six seconds is found within a fifth of a second", async () => {
  const samples = babble(18);
  const probabilities = Float32Array.from(await hear(inPieces(samples, 5000)));
  // A pause between two made-up words is part of speech here.
  const found = speechSegments(probabilities, samples.length, { ...sileroRule, minSilenceMs: 1000, padMs: 0 });
  expect(found).toHaveLength(3);
  found.forEach(({ startSample, endSample }, i) => {
    expect(Math.abs(startSample / 16_000 - i * 6)).toBeLessThan(0.2);
    expect(Math.abs(endSample / 16_000 - (i * 6 + 4))).toBeLessThan(0.2);
  });
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
  const heard = activity.probabilities(inPieces(babble(9), 16_000), stop.signal);
  await expect(heard.next()).rejects.toThrow("enough");
  await activity.close();
});

test("numbers no machine and reports to nobody: the person's home stays as it is", () => {
  const home = mkdtempSync(join(tmpdir(), "livecorpus-home-"));
  const script =
    'const { openVoiceActivity } = await import("#lib/transcribe/index.ts"); await (await openVoiceActivity()).close();';
  const { PATH } = process.env;
  const cwd = join(import.meta.dirname, "../../..");
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd, env: { PATH, HOME: home } });
  expect(readdirSync(home)).toEqual([]);
});
