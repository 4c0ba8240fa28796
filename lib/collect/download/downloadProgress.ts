/** How far a download is; null for what is not known. */
export interface DownloadProgress {
  readonly bytes: number;
  readonly totalBytes: number | null;
  readonly bytesPerSecond: number | null;
  readonly leftSeconds: number | null;
}

const mark = "[livecorpus]";

/** The template by which yt-dlp prints lines that `readProgress` reads. */
export const progressTemplate = `download:${mark} %(progress.downloaded_bytes)s %(progress.total_bytes)s %(progress.total_bytes_estimate)s %(progress.speed)s %(progress.eta)s`;

/** The progress in a line of yt-dlp, or null for another line. */
export function readProgress(line: string): DownloadProgress | null {
  if (!line.startsWith(mark)) return null;
  const [bytes, total, estimate, speed, left] = line.slice(mark.length).trim().split(" ").map(numberOrNull);
  if (bytes === null || bytes === undefined) return null;
  return {
    bytes,
    totalBytes: total ?? estimate ?? null,
    bytesPerSecond: speed ?? null,
    leftSeconds: left ?? null,
  };
}

/** yt-dlp writes NA where it does not know. */
function numberOrNull(text: string): number | null {
  const value = Number(text);
  return text !== "" && Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
}
