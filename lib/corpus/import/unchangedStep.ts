import { isDeepStrictEqual } from "node:util";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { isStale } from "../isStale.ts";
import { latestStep } from "../listSteps.ts";
import { readVideo } from "../listVideos.ts";
import type { FileHash } from "./fileHashes.ts";
import type { StepReport } from "./importReport.ts";
import { type ImportFacts, importVariant, importVersion, readReport } from "./publishImport.ts";
import type { Source } from "./source.ts";

/**
 * What an earlier import of the same files in the same way reported, or null when there is none, or when the person now
 * says something else of the video. The stream's start counts where the files needed it.
 */
export async function unchangedStep(
  corpus: Corpus,
  video: VideoKey,
  step: StepReport["step"],
  sources: readonly Source[],
  { params, startMs, about }: ImportFacts,
  hashOf: FileHash,
): Promise<StepReport | null> {
  const known = await latestStep(corpus, video, step, importVariant);
  const names = sources.map(({ file }) => file).sort();
  if (!known || Object.keys(known.record.inputs).sort().join("\n") !== names.join("\n")) return null;
  const inputs: Record<string, string> = {};
  for (const { file, path } of sources) inputs[file] = await hashOf(path);
  const today = "startMs" in known.record.params ? { ...params, startMs } : params;
  if (isStale(known.record, { inputs, params: today, version: importVersion })) return null;
  const said = { ...(await readVideo(corpus, video)) };
  if (!isDeepStrictEqual({ ...said, ...about }, said)) return null;
  const files = await readReport(corpus, video, known);
  return { step, variant: importVariant, n: known.n, unchanged: true, replaces: null, files };
}
