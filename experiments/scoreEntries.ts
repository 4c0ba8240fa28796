import type { BundleEntry } from "#lib/replay/index.ts";
import type { StudyResults } from "./studyResults.ts";

/**
 * What a bundle of scores holds of a study's results: questions, choices, answers and sizes. Not a line of chat or speech, no
 * title, channel or explanation; replies of models are in it, since the historical protocols read them again.
 */
export function scoreEntries(results: StudyResults): BundleEntry[] {
  const { study, frame, streams, chunks, languageOf, questions, answers, sheets } = results;
  const { description, sources, key, corpus, ...declared } = study;
  const shown = {
    "study.json": { ...declared, corpus: "none" },
    "frame.json": frame,
    "streams.json": streams.map(({ video: { platform, id }, ...counts }) => ({
      ...counts,
      video: { platform, id },
      reads: languageOf({ platform, id }),
    })),
    "chunks.json": chunks.map((chunk) => ({ ...chunk, lines: [] })),
    "questions.json": questions.map(({ explanation: _, ...question }) => question),
    "answers.json": answers,
    "sheets.json": sheets.map(({ coder, codes, fingerprints }) => ({
      coder,
      codes: [...codes],
      fingerprints: [...fingerprints],
    })),
  };
  return Object.entries(shown).map(([name, value]) => ({ name, bytes: Buffer.from(JSON.stringify(value)) }));
}
