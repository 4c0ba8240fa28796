import { z } from "zod";

const counter = z.record(z.string(), z.number().int());

/**
 * What an import says of one file: what was kept, why rows were left out, and which fields nobody reads. `messages` is
 * there for chat, `utterances` for speech; times are milliseconds from the start of the stream.
 */
export const FileReport = z.object({
  file: z.string(),
  format: z.string(),
  messages: z.number().int().optional(),
  utterances: z.number().int().optional(),
  kinds: counter,
  authors: z.number().int(),
  firstMs: z.number().int().nullable(),
  lastMs: z.number().int().nullable(),
  skipped: counter,
  unknownFields: counter,
  warnings: z.array(z.string()),
});
export type FileReport = z.infer<typeof FileReport>;

/** What an import did to one step of the video. */
export interface StepReport {
  step: "chat" | "transcribe";
  variant: string;
  /** The number of the step record that counts now. */
  n: number;
  /** True when the same files were imported before, so that nothing was done. */
  unchanged: boolean;
  /** The record that it takes the place of, and how many messages or utterances that one had. */
  replaces: { n: number; records: number } | null;
  files: FileReport[];
}

/** A counter as plain data, the largest first. */
export function plain(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

/** How many records the files of a report gave. */
export function recordsOf(files: readonly FileReport[]): number {
  return files.reduce((sum, { messages = 0, utterances = 0 }) => sum + messages + utterances, 0);
}

/** Counted oddities as sentences for a person. */
export function warningsOf(noted: ReadonlyMap<string, number> | undefined): string[] {
  return Array.from(noted ?? [], ([what, rows]) => `${rows} ${rows === 1 ? "row" : "rows"} kept although odd: ${what}`);
}
