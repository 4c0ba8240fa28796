import type { Study } from "#lib/records/index.ts";

/**
 * What a study declares: all that decides which numbers come out of it. Left out are its prose, where its corpus and key
 * lie, the sheets that are coded later, what may be published and how, and its accepted gates, which a frame names beside.
 */
export function studyDesign(study: Study): Record<string, unknown> {
  const { title, description, notes, corpus, key, audit, publish, date, license, sources, gates, ...declared } = study;
  return {
    ...declared,
    sources: sources.map(({ title: _, ...source }) => source),
    gates: { minCombinedChars: gates.minCombinedChars },
  };
}
