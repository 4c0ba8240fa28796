import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { videoPath } from "./videoPath.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a step did: the only pointer to its outputs. `inputs` and `outputs` are named; an output's name is its file name
 * (`messages.jsonl.gz`), and its `sha256` and `bytes` are of the uncompressed content. `version` counts changes of the step's own
 * method; a step is stale when an input, a parameter or the version differ.
 */
export const StepRecord = z.object({
  step: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  variant: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
  version: z.number().int().positive(),
  params: z.record(z.string(), z.unknown()),
  inputs: z.record(z.string(), sha256),
  outputs: z.record(
    z.string().regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9]+)+$/),
    z.object({ sha256, bytes: z.number().int().nonnegative() }),
  ),
  tools: z.record(z.string(), z.string()),
  attempts: z.number().int().positive(),
  worker: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }),
});
export type StepRecord = z.infer<typeof StepRecord>;

/** A step record and its number: of the records of one step and variant the highest number counts. */
export interface NumberedStep {
  n: number;
  record: StepRecord;
}

/** How long a step's run took, from its record. */
export function tookMs({ startedAt, finishedAt }: StepRecord): number {
  return Date.parse(finishedAt) - Date.parse(startedAt);
}

/** `steps/<step>.<variant>.<n>.json` below the video's folder. */
export function stepName(video: VideoKey, step: string, variant: string, n: number): string {
  return `${videoPath(video)}/steps/${step}.${variant}.${n}.json`;
}

/** The parts of a step record's name, or null for another object. */
export function parseStepName(name: string): { step: string; variant: string; n: number } | null {
  const found = /\/steps\/([a-z][A-Za-z0-9]*)\.([A-Za-z0-9][A-Za-z0-9._-]*)\.([1-9][0-9]{0,14})\.json$/.exec(name);
  return found ? { step: found[1]!, variant: found[2]!, n: Number(found[3]) } : null;
}

/** Where an output lies: named by its content, so that it never changes. */
export function outputPath(video: VideoKey, step: string, outputName: string, contentSha256: string): string {
  return `${videoPath(video)}/${step}/${contentSha256}${outputName.slice(outputName.indexOf("."))}`;
}

/** Parses a step record's bytes. */
export function parseStepRecord(name: string, bytes: Uint8Array): StepRecord {
  try {
    return StepRecord.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const found = issue ? `${issue.path.join(".")}: ${issue.message}` : (cause as Error).message;
    throw new InputError(
      `${name} is no step record: ${found}. Restore it from a copy; or delete it, and the step is done again.`,
      { cause },
    );
  }
}
