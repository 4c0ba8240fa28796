import { isAbsolute, join } from "node:path";
import { fileHashes, importFiles, importState } from "#lib/corpus/index.ts";
import type { LineContext, LinePart } from "./lineStep.ts";

/** The sources of a study, one part a video. */
export async function importParts({ study, folder, corpus, clock }: LineContext): Promise<LinePart[]> {
  const hashOf = fileHashes(clock);
  return study.sources.map(({ platform, id, files, title, language, start, zone }) => {
    const video = { platform, id };
    const options = {
      corpus,
      video,
      files: files.map((file) => (isAbsolute(file) ? file : join(folder, file))),
      start,
      zone,
      about: { ...(title === undefined ? {} : { title }), ...(language === undefined ? {} : { language }) },
      clock,
      hashOf,
    };
    return {
      video,
      state: () => importState(options),
      run: async (work) => {
        const reports = (await importFiles({ ...options, ...work })).flatMap((step) => step.files);
        const records = reports.reduce((sum, { messages = 0, utterances = 0 }) => sum + messages + utterances, 0);
        return { videos: 1, records };
      },
    };
  });
}
