import { expect, test } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { logMel, melFilters } from "#lib/media/index.ts";
import { python } from "../../python.ts";

/** A tone that rises over noise, with a silence in it. */
function sweep(samples: number): Float32Array {
  const random = seededRandom("sweep");
  return Float32Array.from({ length: samples }, (_, i) =>
    i > samples * 0.4 && i < samples * 0.6 ? 0 : 0.4 * Math.sin(i * i * 4e-6) + 0.001 * random.normal(),
  );
}

/** Whisper's features from their description, with numpy alone. */
const numpy = `
import json, sys, numpy as np
given = json.load(sys.stdin)
x, n = np.array(given["samples"], dtype=np.float64), given["mels"]
def hz(m): return np.where(m < 15, m * 200 / 3, 1000 * np.exp(np.log(6.4) / 27 * (m - 15)))
edges = hz(np.linspace(0, 15 + np.log(8) / (np.log(6.4) / 27), n + 2))
bins = np.linspace(0, 8000, 201)
ramps = edges[:, None] - bins[None, :]
width = np.diff(edges)
filters = np.maximum(0, np.minimum(-ramps[:-2] / width[:-1, None], ramps[2:] / width[1:, None])) * (2 / (edges[2:] - edges[:-2]))[:, None]
padded = np.pad(x, 200, mode="reflect")
window = np.hanning(401)[:-1]
frames = np.stack([padded[i * 160:i * 160 + 400] * window for i in range(len(x) // 160)])
mel = filters @ (np.abs(np.fft.rfft(frames)) ** 2).T
log = np.log10(np.maximum(mel, 1e-10))
log = (np.maximum(log, log.max() - 8) + 4) / 4
print(json.dumps({"filters": filters.tolist(), "log": log.reshape(-1).tolist()}))
`;

test.each([
  [80, 16_000],
  [128, 9999],
])("%d mels of %d samples are those of numpy to 1e-4", (mels, length) => {
  const samples = sweep(length);
  const expected = python(numpy, { samples: [...samples], mels }) as { filters: number[][]; log: number[] };
  const filters = melFilters(mels, 16_000, 400);
  expected.filters.forEach((row, i) => {
    const { firstBin, weights } = filters[i]!;
    const own = row.map((_, bin) => weights[bin - firstBin] ?? 0);
    expect(Math.max(...own.map((weight, bin) => Math.abs(weight - row[bin]!)))).toBeLessThan(1e-8);
  });
  const { frames, values } = logMel(samples, mels);
  expect(frames).toBe(Math.floor(length / 160));
  expect(values).toHaveLength(expected.log.length);
  const farthest = expected.log.reduce((most, value, i) => Math.max(most, Math.abs(value - values[i]!)), 0);
  expect(farthest).toBeLessThan(1e-4);
});

test("silence is the lowest value everywhere", () => {
  expect(new Set(logMel(new Float32Array(400)).values)).toEqual(new Set([-1.5]));
});

test("sound of 200 samples or fewer cannot be mirrored", () => {
  expect(() => logMel(new Float32Array(200))).toThrow("expected at least 201 samples, found 200");
  expect(logMel(new Float32Array(201)).frames).toBe(1);
});
