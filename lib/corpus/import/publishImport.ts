import { extname } from "node:path";
import { z } from "zod";
import type { Clock } from "#lib/effects/index.ts";
import { Video, type VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { latestStep, listSteps } from "../listSteps.ts";
import { readVideo, videoOutput } from "../listVideos.ts";
import { publishStep } from "../publishStep.ts";
import { readText } from "../readOutput.ts";
import { type NumberedStep, outputPath, type StepRecord } from "../stepRecord.ts";
import { videoPath } from "../videoPath.ts";
import { writeOutput } from "../writeOutput.ts";
import type { PreparedStep } from "./importContext.ts";
import { FileReport, recordsOf, type StepReport } from "./importReport.ts";
import { moveIn } from "./moveIn.ts";

/** Counts changes of what an import makes of the same files. */
export const importVersion = 3;
export const importVariant = "import";
const reportName = "report.json";

/** What the step records of one import have in common. */
export interface ImportFacts {
  params: Record<string, unknown>;
  /** When the stream began, in milliseconds since 1970; a parameter of the steps that need it. */
  startMs: number | undefined;
  /** What the person says of the video. */
  about: Partial<Video>;
  worker: string;
  startedAt: string;
  clock: Clock;
}

/** Publishes a prepared step: first the raw files and the outputs, which nothing points to yet, then its record. */
export async function publishImport(
  corpus: Corpus,
  video: VideoKey,
  prepared: PreparedStep,
  facts: ImportFacts,
  fence?: number,
): Promise<StepReport> {
  const { step, sources, files, usedStart } = prepared;
  const before = await latestStep(corpus, video, step, importVariant);
  const replaces = before && { n: before.n, records: recordsOf(await readReport(corpus, video, before)) };
  // A source that names a person who was taken down is not kept: the step is sealed, as if the source had been purged.
  for (const { source, copy, sha256 } of prepared.namesTakenDown ? [] : sources)
    await moveIn(corpus, copy, `${videoPath(video)}/raw/${sha256}${rawEnding(source.path)}`);
  const outputs: StepRecord["outputs"] = {};
  for (const { name, path, sha256, bytes } of prepared.outputs) {
    await moveIn(corpus, path, outputPath(video, step, name, sha256));
    outputs[name] = { sha256, bytes };
  }
  outputs[reportName] = await writeOutput(corpus, video, step, reportName, prettyJson(files));
  const known = (await listSteps(corpus, video)).length > 0 ? await readVideo(corpus, video) : {};
  const about = Video.parse({ ...known, ...prepared.about, ...facts.about, ...video });
  outputs[videoOutput] = await writeOutput(corpus, video, step, videoOutput, prettyJson(about));
  const record: StepRecord = {
    step,
    variant: importVariant,
    version: importVersion,
    params: usedStart ? { ...facts.params, startMs: facts.startMs } : facts.params,
    inputs: Object.fromEntries(sources.map(({ source, sha256 }) => [source.file, sha256])),
    outputs,
    tools: { node: process.version },
    attempts: 1,
    worker: facts.worker,
    startedAt: facts.startedAt,
    finishedAt: facts.clock.now().toISOString(),
  };
  const { n } = await publishStep(corpus, video, record, fence);
  return { step, variant: importVariant, n, unchanged: false, replaces, files };
}

/** The reports that an import of this step has kept, file by file. */
export async function readReport(corpus: Corpus, video: VideoKey, step: NumberedStep): Promise<FileReport[]> {
  const text = await readText(corpus, video, step, reportName);
  return text === null ? [] : z.array(FileReport).parse(JSON.parse(text));
}

function prettyJson(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** The ending of a file's name in small letters, with what stands before `.gz`. */
function rawEnding(path: string): string {
  const last = extname(path).toLowerCase();
  const inner = last === ".gz" ? extname(path.slice(0, -last.length)).toLowerCase() : "";
  return /^(\.[a-z0-9]{1,12}){1,2}$/.test(inner + last) ? inner + last : ".raw";
}
