import type { Study, StudyModel } from "#lib/records/index.ts";

/**
 * What a study declares: all that decides which numbers come out of it. Left out are its prose, where its corpus and key
 * lie, the sheets that are coded later, what may be published and how, its accepted gates, which a frame names beside, and
 * how fast, where and for how much its models may be asked.
 */
export function studyDesign(study: Study): Record<string, unknown> {
  const {
    title,
    description,
    notes,
    corpus,
    key,
    audit,
    publish,
    date,
    license,
    sources,
    gates,
    models,
    budget,
    ...rest
  } = study;
  return {
    ...rest,
    ...(models && { models: mapValues(models, modelDesign) }),
    sources: sources.map(({ title: _, ...source }) => source),
    gates: { minCombinedChars: gates.minCombinedChars },
  };
}

/** Left out are its limits, its place and its price. */
function modelDesign(settings: StudyModel) {
  const {
    concurrency,
    requestsPerMinute,
    tokensPerMinute,
    timeoutSeconds,
    baseUrl,
    project,
    location,
    price,
    ...design
  } = settings;
  return design;
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
