import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock, Progress } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { line } from "#lib/line/index.ts";
import { closestNames, type Explained, explainCell, type Table } from "#lib/report/index.ts";
import { collectResults } from "./collectResults.ts";
import { experiments } from "./index.ts";
import { openStudyFolder } from "./openStudyFolder.ts";
import { readCells, type WrittenCells } from "./readCells.ts";

/** Which number of which study, and where the study's results are. */
export interface ExplainOptions {
  /** The table's name, which is mostly that of its experiment. */
  name: string;
  /** A name of its cells.json. */
  cell: string;
  /** The folder of study.yaml. */
  studyFolder: string;
  /** The folder of results; the study's own are below its name. */
  outFolder: string;
  env: Readonly<Record<string, string | undefined>>;
  randomBytes(count: number): Uint8Array;
  clock: Clock;
  progress: Progress;
}

/** A number with its rows of data; `checkedWith` is the cells.json that names the same rows, null where there is none. */
export type ExplainedNumber = Explained & { checkedWith: string | null };

/**
 * What a number of a study's results was computed from: runs what is left of the line and the one experiment again.
 *
 * @throws InputError when there is no such table or cell, or when it is not what cells.json says
 */
export async function explain(options: ExplainOptions): Promise<ExplainedNumber> {
  const { name, cell, studyFolder, outFolder, clock, progress } = options;
  const { study, frame, corpus } = await openStudyFolder({ ...options, scratch: null });
  const written = await readCells(join(outFolder, study.name));
  const own = written.find((each) => each.table === name);
  const experiment = experiments.find((each) => each.name === (own?.experiment ?? name));
  if (!experiment) {
    const known = [...new Set([...experiments.map((each) => each.name), ...written.map(({ table }) => table)])];
    throw new InputError(`There is no table ${name}. Most like it: ${closestNames(name, known, 3).join(", ")}.`);
  }
  const scratch = await mkdtemp(join(tmpdir(), "livecorpus-explain-"));
  try {
    const context = { study, frame, folder: studyFolder, corpus, clock, progress };
    for (const step of line) await step.run(context);
    const results = await collectResults(context);
    const makeFolder = () => mkdtemp(join(scratch, "run-"));
    const artefacts = await experiment.run(results, { clock, line: { ...context, frame: null }, makeFolder });
    const tables = artefacts.flatMap(({ shows }): Table[] => (shows && "table" in shows ? [shows.table] : []));
    const table = tables.find((each) => each.name === name) ?? tables[0];
    if (!table) throw new InputError(`The experiment ${experiment.name} makes no table of this study.`);
    const explained = explainCell(table, cell, results);
    if (own) compare(explained, own);
    return { ...explained, checkedWith: own?.path ?? null };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function compare({ cell, text, sha256 }: Explained, { path, cells }: WrittenCells): void {
  const there = cells.get(cell);
  if (there?.text === text && there.sha256 === sha256) return;
  const found = there ? `${there.text}, from rows of data with the SHA-256 ${there.sha256}` : "nothing";
  throw new InputError(
    `${path} says of ${cell}: ${found}. Computed today it is ${text}, from rows with ${sha256}. ` +
      "The records or the code have changed since: run livecorpus reproduce.",
  );
}
