import { InputError } from "#lib/errors.ts";
import type { SampleRange } from "../voice/speechSegments.ts";

/** The sound of one window, its pieces one after another. */
export interface CutWindow {
  pieces: readonly SampleRange[];
  samples: Float32Array;
}

/**
 * The sound of each window, in order, sample for sample. Holds no more than the windows that overlap at one place, and asks
 * for no sound after the last of them.
 *
 * @param samples the whole stream from its start, in pieces of any length
 * @param windows in order of their starts
 * @throws InputError where the sound ends before the windows do
 */
export async function* cutWindows(
  samples: AsyncIterable<Float32Array>,
  windows: readonly (readonly SampleRange[])[],
): AsyncGenerator<CutWindow> {
  if (windows.length === 0) return;
  const open: (CutWindow & { endSample: number })[] = [];
  let next = 0;
  let at = 0;
  for await (const block of samples) {
    const blockEnd = at + block.length;
    for (; next < windows.length && windows[next]![0]!.startSample < blockEnd; next++) {
      const pieces = windows[next]!;
      const length = pieces.reduce((sum, { startSample, endSample }) => sum + endSample - startSample, 0);
      open.push({ pieces, samples: new Float32Array(length), endSample: pieces.at(-1)!.endSample });
    }
    for (const window of open) fill(window, block, at);
    at = blockEnd;
    while (open.length > 0 && open[0]!.endSample <= at) {
      const { pieces, samples: sound } = open.shift()!;
      yield { pieces, samples: sound };
    }
    if (next === windows.length && open.length === 0) return;
  }
  throw new InputError(
    `expected sound of at least ${windows.at(-1)!.at(-1)!.endSample} samples, as there was when speech was looked for, found ` +
      `${at}. The file changed or was cut short meanwhile: begin anew with the whole file.`,
  );
}

function fill({ pieces, samples }: CutWindow, block: Float32Array, at: number): void {
  let offset = 0;
  for (const { startSample, endSample } of pieces) {
    const from = Math.max(startSample, at);
    const to = Math.min(endSample, at + block.length);
    if (from < to) samples.set(block.subarray(from - at, to - at), offset + from - startSample);
    offset += endSample - startSample;
  }
}
