/** How far a transfer is; null for what is not known. */
export interface TransferAt {
  readonly bytes: number | null;
  readonly totalBytes: number | null;
  /** The part of the whole that is there, from 0 to 1, by whatever it is measured. */
  readonly share: number | null;
  readonly bytesPerSecond: number | null;
  readonly leftSeconds: number | null;
}

/**
 * How far a transfer is, for a person; a megabyte is 10^6 bytes.
 *
 * @example
 * transferText({ bytes: 5e6, totalBytes: 2e7, share: 0.25, bytesPerSecond: 1e6, leftSeconds: 15 }); // => "5.0 of 20.0 MB, 1.0 MB/s, 15 s left"
 */
export function transferText({ bytes, totalBytes, share, bytesPerSecond, leftSeconds }: TransferAt): string {
  return [
    bytesText(bytes, totalBytes) ?? (share === null ? "under way" : `${Math.floor(share * 100)} %`),
    ...(bytesPerSecond === null ? [] : [`${megabytes(bytesPerSecond)} MB/s`]),
    ...(leftSeconds === null ? [] : [`${timeText(leftSeconds)} left`]),
  ].join(", ");
}

function bytesText(bytes: number | null, totalBytes: number | null): string | null {
  if (bytes === null) return null;
  return totalBytes === null ? `${megabytes(bytes)} MB` : `${megabytes(bytes)} of ${megabytes(totalBytes)} MB`;
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

function timeText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
