import { expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { type CutWindow, cutWindows } from "#lib/transcribe/index.ts";

/** Sound whose samples are their own numbers. */
async function* counted(length: number, piece: number, asked?: { samples: number }) {
  for (let at = 0; at < length; at += piece) {
    const block = Float32Array.from({ length: Math.min(piece, length - at) }, (_, i) => at + i);
    if (asked) asked.samples += block.length;
    yield block;
  }
}

async function all(cut: AsyncIterable<CutWindow>): Promise<CutWindow[]> {
  const found: CutWindow[] = [];
  for await (const window of cut) found.push(window);
  return found;
}

const windows = [
  [
    { startSample: 3, endSample: 6 },
    { startSample: 10, endSample: 12 },
  ],
  [{ startSample: 11, endSample: 15 }],
];

test.each([1, 4, 100])("windows have their samples, overlap and all, from sound in pieces of %d", async (piece) => {
  const cut = await all(cutWindows(counted(30, piece), windows));
  expect(cut.map(({ samples }) => [...samples])).toEqual([
    [3, 4, 5, 10, 11],
    [11, 12, 13, 14],
  ]);
  expect(cut.map(({ pieces }) => pieces)).toEqual(windows);
});

test("no sound is asked for after the last window", async () => {
  const asked = { samples: 0 };
  await all(cutWindows(counted(1000, 5, asked), windows));
  expect(asked.samples).toBe(15);
});

test("sound that ends too early is refused", async () => {
  await expect(all(cutWindows(counted(14, 5), windows))).rejects.toThrow(InputError);
});
