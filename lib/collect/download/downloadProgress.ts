import type { TransferAt } from "#lib/effects/index.ts";

const mark = "[livecorpus]";

/** The template by which yt-dlp prints lines that `readProgress` reads. */
export const progressTemplate = `download:${mark} %(progress.downloaded_bytes)s %(progress.total_bytes)s %(progress.total_bytes_estimate)s %(progress.speed)s %(progress.eta)s`;

/** The progress in a line of yt-dlp, or null for another line. */
export function readProgress(line: string): TransferAt | null {
  if (!line.startsWith(mark)) return null;
  const [bytes, total, estimate, speed, left] = line.slice(mark.length).trim().split(" ").map(numberOrNull);
  if (bytes === null || bytes === undefined) return null;
  const totalBytes = total ?? estimate ?? null;
  return {
    bytes,
    totalBytes,
    share: totalBytes === null || totalBytes === 0 ? null : Math.min(1, bytes / totalBytes),
    bytesPerSecond: speed ?? null,
    leftSeconds: left ?? null,
  };
}

/** yt-dlp writes NA where it does not know. */
function numberOrNull(text: string): number | null {
  const value = Number(text);
  return text !== "" && Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
}
