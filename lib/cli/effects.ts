import type { Clock, Progress, Sleep, Transfers } from "#lib/effects/index.ts";

/** What a verb may do to the world; made in main.ts, replaced in tests. */
export interface Effects {
  clock: Clock;
  progress: Progress;
  /** Several transfers at once; as plain lines where it is not handed in. */
  transfers?: Transfers;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  env: Readonly<Record<string, string | undefined>>;
  randomBytes(count: number): Uint8Array;
  /** The way to platforms; the machine's own where it is not handed in, as is sleep. */
  fetch?: typeof fetch;
  sleep?: Sleep;
}
