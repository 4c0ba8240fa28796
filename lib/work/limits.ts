/** How long and how often; times in milliseconds. */
export interface Limits {
  /** A worker that has shown no sign of life for so long has lost its task. It shows one four times in this time. */
  readonly leaseMs: number;
  /** How often an idle worker looks whether others are alive. */
  readonly watchMs: number;
  /** How long a worker that has to stop may finish its task before it gives it back. */
  readonly graceMs: number;
  /** How long a step that was aborted may take to end before its process is given up. */
  readonly settleMs: number;
  /** A task that has failed so often is dead. */
  readonly attempts: number;
  /** The wait before the second attempt is drawn below this, and doubles with each. */
  readonly retryBaseMs: number;
  readonly retryCapMs: number;
}

/** For tasks of seconds to hours. */
export const defaultLimits: Limits = {
  leaseMs: 30_000,
  watchMs: 1000,
  graceMs: 8000,
  settleMs: 5000,
  attempts: 5,
  retryBaseMs: 2000,
  retryCapMs: 300_000,
};
