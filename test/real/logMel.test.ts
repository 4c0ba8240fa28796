import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeSamples, logMel, melFilters } from "#lib/media/index.ts";

const real = process.env.LIVECORPUS_REAL!;

/** Whisper's features from the filters that it publishes, with numpy alone. */
const numpy = `
import json, sys, numpy as np
path, mels = sys.argv[1], int(sys.argv[2])
x = np.frombuffer(sys.stdin.buffer.read(), dtype="<f4").astype(np.float64)
filters = np.load(path)[f"mel_{mels}"].astype(np.float64)
padded = np.pad(x, 200, mode="reflect")
window = np.hanning(401)[:-1]
frames = np.stack([padded[i * 160:i * 160 + 400] * window for i in range(len(x) // 160)])
log = np.log10(np.maximum(filters @ (np.abs(np.fft.rfft(frames)) ** 2).T, 1e-10))
log = (np.maximum(log, log.max() - 8) + 4) / 4
print(json.dumps({"filters": filters.tolist(), "log": log.reshape(-1).tolist()}))
`;

test.each([80, 128])("%d log-mels of real speech are those of Whisper's own filters to 1e-4", async (mels) => {
  const pieces: Float32Array[] = [];
  for await (const piece of decodeSamples(join(real, "speech/asr_en/jfk.wav"))) pieces.push(piece);
  const samples = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  const filters = join(real, "reference/whisper/mel_filters.npz");
  const text = execFileSync("/usr/bin/python3", ["-c", numpy, filters, String(mels)], {
    input: Buffer.from(samples.buffer),
    maxBuffer: 1 << 28,
  });
  const expected = JSON.parse(text.toString()) as { filters: number[][]; log: number[] };
  melFilters(mels, 16_000, 400).forEach(({ firstBin, weights }, i) => {
    const row = expected.filters[i]!;
    const farthest = Math.max(...row.map((weight, bin) => Math.abs(weight - (weights[bin - firstBin] ?? 0))));
    expect(farthest).toBeLessThan(1e-6);
  });
  const { values } = logMel(samples, mels);
  expect(values).toHaveLength(expected.log.length);
  const farthest = expected.log.reduce((most, value, i) => Math.max(most, Math.abs(value - values[i]!)), 0);
  expect(farthest).toBeLessThan(1e-4);
});
