import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Corpus } from "#lib/corpus/index.ts";
import { type Clock, type Progress, seededRandom, systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { line, replayedModels, studyModels } from "#lib/line/index.ts";
import { asksModels, failGates } from "#lib/qa/index.ts";
import type { Study } from "#lib/records/index.ts";
import { openStore, resolveLocation } from "#lib/store/index.ts";
import { compareArtefacts, writeArtefacts } from "./artefacts.ts";
import { collectResults } from "./collectResults.ts";
import { crate } from "./crate.ts";
import { frontPage, type Made } from "./frontPage.ts";
import { gates, gatesOf } from "./gates.ts";
import { experiments } from "./index.ts";
import { openStudyFolder } from "./openStudyFolder.ts";
import { provenanceFile, provenanceOf } from "./provenance.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What to reproduce, and where. */
export interface ReproduceOptions {
  /** Names of experiments; all when empty. */
  names: readonly string[];
  /** The folder of study.yaml. */
  studyFolder: string;
  /** The folder of results; the study's own are below its name. */
  outFolder: string;
  /** Compare with the results that are there instead of writing; the whole line is run again in an empty corpus. */
  check: boolean;
  env: Readonly<Record<string, string | undefined>>;
  randomBytes(count: number): Uint8Array;
  clock: Clock;
  progress: Progress;
  /** Takes one line for a person as each step ends. */
  say(text: string): void;
}

/** What came of it: the files of the results, and with `check` those that differ and how. */
export interface Reproduced {
  folder: string;
  files: string[];
  differences: string[];
}

/**
 * Runs the line on a study and the experiments on its results.
 *
 * @throws InputError when the study, a source or an experiment's name cannot be used, and, after all is written, when a gate fails
 */
export async function reproduce(options: ReproduceOptions): Promise<Reproduced> {
  const { studyFolder, outFolder, clock, say } = options;
  const chosen = options.names.map((name) => findExperiment(name));
  const scratch = await mkdtemp(join(tmpdir(), "livecorpus-reproduce-"));
  const makeFolder = () => mkdtemp(join(scratch, "run-"));
  const startMs = clock.monotonicMs();
  try {
    const { study, text, frame, corpus } = await openStudyFolder({
      ...options,
      scratch: options.check ? await makeFolder() : null,
    });
    const openModel = modelsOf(options, study, corpus);
    const context = { study, frame, folder: studyFolder, corpus, clock, progress: options.progress, openModel };
    const seconds: Record<string, number> = {};
    for (const step of line) {
      const stepMs = clock.monotonicMs();
      say(`${step.name}: ${await step.run(context)}`);
      seconds[step.name] = (clock.monotonicMs() - stepMs) / 1000;
    }
    const results = await collectResults(context);
    const made: Made[] = [];
    // No experiment asks a paid model: it gets none.
    const { openModel: _, ...unpaid } = context;
    const laboratory = { clock, line: { ...unpaid, frame: null }, makeFolder };
    for (const { name, run, asksAgain } of chosen.length > 0 ? chosen : experiments) {
      if (asksAgain && asksModels(study)) {
        say(
          `${name}: left out, since it would write and ask anew under other settings, and the study asks paid models`,
        );
        continue;
      }
      const experimentMs = clock.monotonicMs();
      const artefacts = await run(results, laboratory);
      made.push({ name, artefacts: artefacts.map((each) => ({ ...each, path: `${name}/${each.path}` })) });
      seconds[`experiment ${name}`] = (clock.monotonicMs() - experimentMs) / 1000;
    }
    const gateResults = gatesOf(results);
    if (gateResults.some(({ passes }) => !passes) && !made.some(({ name }) => name === gates.name)) {
      const artefacts = await gates.run(results, laboratory);
      made.push({ name: gates.name, artefacts: artefacts.map((each) => ({ ...each, path: `gates/${each.path}` })) });
    }
    const provenance = provenanceOf(results, text);
    const artefacts = [...made.flatMap((each) => each.artefacts), provenanceFile(provenance)];
    // The page carries the small build within it; single figures, made to be explored, load the whole one from beside them.
    const basicPlotly = await readFile(join(root, "node_modules/plotly.js-basic-dist-min/plotly-basic.min.js"), "utf8");
    const plotly = await readFile(join(root, "node_modules/plotly.js-dist/plotly.js"), "utf8");
    if (chosen.length === 0) {
      const unkept = [frontPage(results, made, basicPlotly)];
      const sources = { study, studyFolder, studyText: text, provenance, files: artefacts, unkept };
      artefacts.push(await crate(sources), ...unkept);
      if (study.date === undefined || study.license === undefined)
        say(
          "study.yaml has no date or no license: RO-Crate asks for both, so name them before the results are archived.",
        );
    }
    const folder = join(outFolder, study.name);
    const files = artefacts.map(({ path }) => path);
    if (options.check) {
      const differences = await compareArtefacts(folder, artefacts, chosen.length === 0);
      if (differences.length === 0) failGates(gateResults, study);
      return { folder, files, differences };
    }
    await writeArtefacts(folder, artefacts);
    await writeArtefacts(join(outFolder, ".assets"), [{ path: "plotly.js", text: plotly }]);
    seconds.all = (clock.monotonicMs() - startMs) / 1000;
    const timing = { study: study.name, finishedAt: clock.now().toISOString(), seconds };
    await writeArtefacts(join(outFolder, ".timing"), [
      { path: `${study.name}.json`, text: `${JSON.stringify(timing, null, 2)}\n` },
    ]);
    // Last, so that the tables are there to look at.
    failGates(gateResults, study);
    return { folder, files, differences: [] };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The models of a study; a check asks none of them again, and takes the calls that the study has kept. */
function modelsOf({ check, studyFolder, env, randomBytes, clock }: ReproduceOptions, study: Study, { store }: Corpus) {
  const world = { env, clock, sleep: systemSleep, fetch };
  if (check)
    return replayedModels(study, openStore(resolveLocation(studyFolder, study.corpus), { ...world, randomBytes }));
  const random = seededRandom(Buffer.from(randomBytes(8)).toString("hex"));
  return studyModels(study, store, { ...world, random });
}

function findExperiment(name: string) {
  const found = experiments.find((experiment) => experiment.name === name);
  if (found) return found;
  throw new InputError(
    `There is no experiment ${name}. Known: ${experiments.map((experiment) => experiment.name).join(", ")}.`,
  );
}
