import { InputError } from "#lib/errors.ts";

/** A half-open stretch of stream time, `startMs` to `endMs`; `index` is 1-based. */
export interface Window {
  index: number;
  startMs: number;
  endMs: number;
}

/**
 * The windows that cover a stream from its start to `lastMs`, each `windowSeconds` long and sharing `overlapSeconds` with
 * the one before. There is no window for what the one before holds whole; none at all when `lastMs` is negative.
 *
 * @throws InputError when the overlap is not shorter than the window.
 * @example
 * windowsUntil(1_200_000, { windowSeconds: 600, overlapSeconds: 0 }).length; // => 3
 */
export function windowsUntil(
  lastMs: number,
  { windowSeconds, overlapSeconds }: { windowSeconds: number; overlapSeconds: number },
): Window[] {
  const lengthMs = Math.round(windowSeconds * 1000);
  const stepMs = lengthMs - Math.round(overlapSeconds * 1000);
  if (!(stepMs > 0 && lengthMs > 0))
    throw new InputError(
      `--overlap ${overlapSeconds}: expected less than the window of ${windowSeconds} seconds. Choose a smaller overlap or a longer window.`,
    );
  const windows: Window[] = [];
  for (let startMs = 0; lastMs >= 0; startMs += stepMs) {
    windows.push({ index: windows.length + 1, startMs, endMs: startMs + lengthMs });
    if (startMs + lengthMs > lastMs) break;
  }
  return windows;
}
