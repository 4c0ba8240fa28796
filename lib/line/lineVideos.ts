import { type Corpus, readTakedowns } from "#lib/corpus/index.ts";
import { studyVideos } from "#lib/qa/index.ts";
import type { Study, VideoKey } from "#lib/records/index.ts";

/** The videos of a study, those of its sources too when they are not imported yet. */
export async function lineVideos(study: Study, corpus: Corpus): Promise<VideoKey[]> {
  const videos = await studyVideos(corpus, study);
  if (study.videos !== "all") return [...videos];
  const takedowns = await readTakedowns(corpus);
  const known = new Set(videos.map(({ platform, id }) => `${platform}/${id}`));
  const others = study.sources.filter((source) => !known.has(`${source.platform}/${source.id}`));
  return [
    ...videos,
    ...others.filter((source) => !takedowns.hasVideo(source)).map(({ platform, id }) => ({ platform, id })),
  ];
}
