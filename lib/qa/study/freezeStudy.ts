import type { Corpus } from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import { type FrameVideo, Question, type Study } from "#lib/records/index.ts";
import { canonicalHash, frameText } from "./frameFile.ts";
import { hashRecords } from "./hashRecords.ts";
import { readJsonl } from "./jsonl.ts";
import { questionsPath, studyFolder } from "./paths.ts";
import { studyDesign } from "./studyDesign.ts";
import type { StudyMaterial } from "./studyMaterial.ts";

/**
 * The frame.json of a study as it stands now: its design, its videos with the hashes of their chunks and of the questions
 * that are written already, and how many answers the corpus holds of it.
 *
 * @param options.code SHA-256 of the code that asks and scores
 */
export async function freezeStudy(options: {
  corpus: Corpus;
  study: Study;
  material: StudyMaterial;
  code: string;
  clock: Clock;
}): Promise<string> {
  const { corpus, study, material, code, clock } = options;
  const videos: FrameVideo[] = [];
  for (const { platform, id } of material.videos) {
    const own = material.chunks.filter(({ video }) => video.platform === platform && video.id === id);
    const path = questionsPath(study.name, { platform, id });
    const isWritten = (await corpus.store.stat(path)) !== null;
    const questions = isWritten ? hashRecords(await readJsonl(corpus.store, path, Question)) : null;
    videos.push({ platform, id, language: material.languageOf({ platform, id }), chunks: hashRecords(own), questions });
  }
  const design = studyDesign(study);
  return frameText({
    version: 1,
    study: study.name,
    lockedAt: clock.now().toISOString(),
    code,
    design,
    designSha256: canonicalHash(design),
    accepted: study.gates.accept.map(({ gate }) => gate),
    videos,
    answers: await countAnswers(corpus, study.name),
  });
}

/** All answers of the study, also of readers and arms that it names no more: whoever asked has seen them. */
async function countAnswers({ store }: Corpus, study: string): Promise<number> {
  let count = 0;
  for await (const path of store.list(`${studyFolder(study)}/answers/`)) {
    const bytes = await store.get(path);
    if (bytes)
      count += Buffer.from(bytes)
        .toString("utf8")
        .split("\n")
        .filter((line) => line.trim() !== "").length;
  }
  return count;
}
