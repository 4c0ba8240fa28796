import { basename } from "node:path";
import { latestStep } from "../listSteps.ts";
import { tookMs } from "../stepRecord.ts";
import { hashFile } from "./fileHashes.ts";
import { type ImportOptions, importFacts } from "./importFiles.ts";
import { importVariant } from "./publishImport.ts";
import { recogniseSources, type Source } from "./source.ts";
import { unchangedStep } from "./unchangedStep.ts";

const steps = ["chat", "transcribe"] as const;

/**
 * Whether the files of a video are imported as they are today, and the highest number of the steps' records. Files that are
 * not on this machine count as imported where records name them: another machine had them.
 */
export async function importState(
  options: ImportOptions,
): Promise<{ done: boolean; published: number; tookMs?: number }> {
  const { corpus, video, files } = options;
  const records = await Promise.all(steps.map((step) => latestStep(corpus, video, step, importVariant)));
  const published = Math.max(0, ...records.map((record) => record?.n ?? 0));
  if (published === 0) return { done: false, published };
  const sources = await recogniseHere(options);
  if (sources === null) {
    const imported = new Set(records.flatMap((record) => Object.keys(record?.record.inputs ?? {})));
    return { done: files.every((file) => imported.has(basename(file))), published };
  }
  const facts = await importFacts(options);
  for (const [step, holds] of [
    ["chat", "chat"],
    ["transcribe", "speech"],
  ] as const) {
    const own = sources.filter((source) => source.holds === holds);
    if (own.length > 0 && !(await unchangedStep(corpus, video, step, own, facts, options.hashOf ?? hashFile)))
      return { done: false, published };
  }
  const [took = 0] = records.flatMap((record) => (record ? [tookMs(record.record)] : []));
  return { done: true, published, tookMs: took };
}

async function recogniseHere({ files, format, mapping }: ImportOptions): Promise<Source[] | null> {
  try {
    return await recogniseSources(files, format, mapping);
  } catch (error) {
    if (((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT") return null;
    throw error;
  }
}
