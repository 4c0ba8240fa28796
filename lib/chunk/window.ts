import { InputError } from "#lib/errors.ts";

/** A half-open stretch of stream time, `startMs` to `endMs`; `index` is 1-based. */
export interface Window {
  index: number;
  startMs: number;
  endMs: number;
}

/** Ten years: longer than any stream, and its sums are still exact. */
const longestMs = 315_360_000_000;
/** How many windows one line may be in, and how many a stream may have: what memory holds with room to spare. */
const mostShares = 1000;
const mostWindows = 1_000_000;

/**
 * The windows that cover a stream from its start to `lastMs`, each `windowSeconds` long and sharing `overlapSeconds` with
 * the one before. There is no window for what the one before holds whole; none at all when `lastMs` is negative.
 *
 * @throws InputError when the overlap is not shorter than the window, or either makes more or longer windows than records
 * can hold.
 * @example
 * windowsUntil(1_200_000, { windowSeconds: 600, overlapSeconds: 0 }).length; // => 3
 */
export function windowsUntil(
  lastMs: number,
  { windowSeconds, overlapSeconds }: { windowSeconds: number; overlapSeconds: number },
): Window[] {
  const lengthMs = Math.round(windowSeconds * 1000);
  const stepMs = lengthMs - Math.round(overlapSeconds * 1000);
  if (!(lengthMs > 0))
    throw new InputError(`--window ${windowSeconds}: expected a window of at least a thousandth of a second.`);
  if (!(stepMs > 0))
    throw new InputError(
      `--overlap ${overlapSeconds}: expected less than the window of ${windowSeconds} seconds. Choose a smaller overlap or a longer window.`,
    );
  if (lengthMs > longestMs)
    throw new InputError(`--window ${windowSeconds}: expected at most ${longestMs / 1000} seconds.`);
  if (lengthMs / stepMs > mostShares || lastMs / stepMs > mostWindows)
    throw new InputError(
      `--window ${windowSeconds}, --overlap ${overlapSeconds}: a new window every ${stepMs} ms is more than a machine can hold for this stream. Choose a smaller overlap or a longer window.`,
    );
  const windows: Window[] = [];
  for (let startMs = 0; lastMs >= 0; startMs += stepMs) {
    windows.push({ index: windows.length + 1, startMs, endMs: startMs + lengthMs });
    if (startMs + lengthMs > lastMs) break;
  }
  return windows;
}

/** The indices of the first and the last window that hold an instant; the last is below the first before the start. */
export function windowsAt(
  ms: number,
  { windowSeconds, overlapSeconds }: { windowSeconds: number; overlapSeconds: number },
): [number, number] {
  const lengthMs = Math.round(windowSeconds * 1000);
  const stepMs = lengthMs - Math.round(overlapSeconds * 1000);
  return [Math.max(1, Math.floor((ms - lengthMs) / stepMs) + 2), Math.floor(ms / stepMs) + 1];
}
