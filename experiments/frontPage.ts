import { type Artefact, indexPage } from "#lib/report/index.ts";
import { uncommitted } from "./artefacts.ts";
import type { StudyResults } from "./studyResults.ts";

/** The files that one experiment made. */
export interface Made {
  name: string;
  artefacts: Artefact[];
}

/**
 * The page of all results, whole in one file.
 */
export function frontPage(
  { study, questions, chunks, answers }: StudyResults,
  made: readonly Made[],
  plotly: string,
): Artefact {
  const evidence = { questions, chunks, answers };
  return { path: uncommitted, text: indexPage({ study, experiments: made, evidence, plotly }) };
}
