import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { personProgress, systemClock } from "#lib/effects/index.ts";
import { writeArtefacts } from "./artefacts.ts";
import { collectResults } from "./collectResults.ts";
import { openStudyLine } from "./openStudyLine.ts";
import type { Experiment } from "./studyResults.ts";

const results = fileURLToPath(new URL("../results", import.meta.url));

/**
 * Runs the line on a study of this machine, and one experiment on what came of it, such as a study's own.
 *
 * @param studyFolder of study.yaml
 * @param outFolder of results; the files go to `<study>/<experiment>` below it
 * @returns the paths of the files
 */
export async function runExperiment(
  experiment: Experiment,
  studyFolder: string,
  outFolder = results,
): Promise<string[]> {
  const line = await openStudyLine(studyFolder, personProgress(process.stderr, systemClock));
  const scratch = await mkdtemp(join(tmpdir(), "livecorpus-experiment-"));
  try {
    const makeFolder = () => mkdtemp(join(scratch, "run-"));
    const artefacts = await experiment.run(await collectResults(line), {
      clock: systemClock,
      line: { ...line, frame: null },
      makeFolder,
    });
    const folder = join(outFolder, line.study.name, experiment.name);
    await writeArtefacts(folder, artefacts);
    const paths = artefacts.map(({ path }) => join(folder, path));
    for (const path of paths) console.log(path);
    return paths;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
