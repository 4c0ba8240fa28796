import { Video, type VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { listSteps } from "../listSteps.ts";
import { listVideos, readVideo, videoOutput } from "../listVideos.ts";
import { readText } from "../readOutput.ts";
import { type NumberedStep, outputPath } from "../stepRecord.ts";
import { videoPath } from "../videoPath.ts";

const dayMs = 86_400_000;

/** Raw sources of a video that may be kept until a day. */
export interface Retained {
  readonly video: VideoKey;
  readonly step: string;
  readonly variant: string;
  readonly basis: NonNullable<Video["source"]>["basis"];
  readonly collectedAt: string;
  readonly retentionDays: number;
  /** ISO 8601; from then on they are to be removed. */
  readonly expiresAt: string;
  /** The names of the objects that hold them. */
  readonly objects: readonly string[];
  /** Outputs of the step that are what the platform served, and go with them. */
  readonly outputs: readonly string[];
}

/** What steps of collecting keep as the platform served it, or as a copy of it; their other outputs say something of it. */
const mediaSteps = new Set(["audio", "remux"]);

/**
 * The raw sources of a corpus whose collection was recorded with a time for which they may be kept: files that were imported, and
 * audio. Those without such a time are kept as long as was agreed, and are not listed. What is made of sources, messages and
 * transcripts under pseudonyms, is not a source.
 */
export async function listRetained(corpus: Corpus): Promise<Retained[]> {
  const found: Retained[] = [];
  for (const video of await listVideos(corpus)) {
    const about = await readVideo(corpus, video);
    const steps = await listSteps(corpus, video);
    const raw = new Map<string, string>();
    for await (const name of corpus.store.list(`${videoPath(video)}/raw/`)) raw.set(hashOf(name), name);
    const claimed = new Set<string>();
    for (const step of steps) {
      const { record } = step;
      const outputs = mediaSteps.has(record.step)
        ? Object.keys(record.outputs).filter((name) => !name.endsWith(".json"))
        : [];
      const inputs = Object.values(record.inputs).flatMap((sha256) => raw.get(sha256) ?? []);
      for (const name of inputs) claimed.add(name);
      const objects = [
        ...inputs,
        ...outputs.map((name) => outputPath(video, record.step, name, record.outputs[name]!.sha256)),
      ];
      if (objects.length === 0) continue;
      const source = (await sourceOf(corpus, video, step)) ?? about.source;
      found.push(...retained(video, record.step, record.variant, source, objects, outputs));
    }
    // Of imports that later ones replaced.
    const others = [...raw.values()].filter((name) => !claimed.has(name));
    if (others.length > 0) found.push(...retained(video, "raw", "replaced", about.source, others, []));
  }
  return found;
}

function retained(
  video: VideoKey,
  step: string,
  variant: string,
  source: Video["source"],
  objects: readonly string[],
  outputs: readonly string[],
): Retained[] {
  if (source?.collectedAt === undefined || source.retentionDays === undefined) return [];
  const { basis, collectedAt, retentionDays } = source;
  const expiresAt = new Date(Date.parse(collectedAt) + retentionDays * dayMs).toISOString();
  return [{ video, step, variant, basis, collectedAt, retentionDays, expiresAt, objects, outputs }];
}

async function sourceOf(corpus: Corpus, video: VideoKey, step: NumberedStep): Promise<Video["source"]> {
  if (!step.record.outputs[videoOutput]) return undefined;
  const text = await readText(corpus, video, step, videoOutput);
  return text === null ? undefined : Video.parse(JSON.parse(text)).source;
}

function hashOf(name: string): string {
  return /\/([0-9a-f]{64})\.[^/]*$/.exec(name)?.[1] ?? name;
}
