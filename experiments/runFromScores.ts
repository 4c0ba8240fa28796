import type { Artefact } from "#lib/report/index.ts";
import { experiments } from "./index.ts";
import type { Laboratory, StudyResults } from "./studyResults.ts";

/**
 * Makes the tables that count answers, whose results are enough for them; those that read chat or speech are left out.
 *
 * @param names only these; all when empty
 * @param onName called before each
 * @returns the files, below the names of their experiments
 */
export async function runFromScores(
  results: StudyResults,
  laboratory: Laboratory,
  names: readonly string[],
  onName: (name: string) => void,
): Promise<Artefact[]> {
  const made: Artefact[] = [];
  for (const experiment of experiments) {
    if (experiment.readsText || (names.length > 0 && !names.includes(experiment.name))) continue;
    onName(experiment.name);
    const artefacts = await experiment.run(results, laboratory);
    made.push(...artefacts.map((each) => ({ ...each, path: `${experiment.name}/${each.path}` })));
  }
  return made;
}
