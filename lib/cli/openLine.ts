import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { type Corpus, openCorpus, readPseudonymKey } from "#lib/corpus/index.ts";
import { type Progress, silentProgress, systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { type LineContext, lineTasks } from "#lib/line/index.ts";
import { framePath, lockedStudy, readFrame, readStudy } from "#lib/qa/index.ts";
import type { Frame, Study } from "#lib/records/index.ts";
import { openEngine } from "#lib/transcribe/index.ts";
import type { Step, Task } from "#lib/work/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { modelsOf } from "./modelsOf.ts";

/** The flags of each verb that works on the line of a study. */
export interface LineFlags {
  study: string;
  corpus: string;
  key?: string;
  steps?: string;
  json?: true;
}

/** What is used of experiments/openStudyFolder.ts, which stands at the end of the line and is found at run time. */
interface Experiments {
  openStudyFolder(options: {
    studyFolder: string;
    scratch: null;
    env: Effects["env"];
    randomBytes: Effects["randomBytes"];
    clock: Effects["clock"];
  }): Promise<{ study: Study; frame: Frame | null; corpus: Corpus }>;
}

/** A verb that works on the line of one study. */
export function lineCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--study <study>", "the folder of study.yaml, or the name of a study in the corpus", ".")
    .option("--steps <names>", "only these steps of the line, e.g. import,chunk")
    .option(...corpusOption)
    .option(
      "--key <file>",
      "the pseudonym key for imports of a study that is named (else $LIVECORPUS_KEY_FILE, else yours)",
    );
}

/** The line of a study as tasks. */
export interface OpenLine {
  study: Study;
  corpus: Corpus;
  tasks: Task[];
  steps: Map<string, Step>;
}

/**
 * Opens a study by its folder, whose study.yaml names the corpus, or by its name in the corpus, and makes tasks of its line.
 *
 * @throws InputError when there is no such study or step
 */
export async function openLine(
  flags: LineFlags,
  effects: Effects,
  progress: Progress = silentProgress,
): Promise<OpenLine> {
  const { clock, env, randomBytes, sleep = systemSleep } = effects;
  const open = (settings: unknown) => openEngine(settings, { clock, env, randomBytes, sleep });
  const context = { ...(await lineContextOf(flags, effects)), clock, progress, openEngine: open };
  const names = flags.steps === undefined ? [] : flags.steps.split(",").map((name) => name.trim());
  return { study: context.study, corpus: context.corpus, ...(await lineTasks(context, names)) };
}

/**
 * Opens a study by its folder, whose study.yaml names the corpus, or by its name in the corpus.
 *
 * @throws InputError when there is no such study
 */
export async function lineContextOf(
  flags: LineFlags,
  effects: Effects,
): Promise<Omit<LineContext, "clock" | "progress">> {
  if (existsSync(join(flags.study, "study.yaml"))) {
    const url = new URL("../../experiments/openStudyFolder.ts", import.meta.url).href;
    const { openStudyFolder }: Experiments = await import(url);
    const { env, randomBytes, clock } = effects;
    const opened = await openStudyFolder({ studyFolder: flags.study, scratch: null, env, randomBytes, clock });
    return { ...opened, folder: flags.study, openModel: modelsOf(opened.study, opened.corpus, effects) };
  }
  if (!/^[a-z0-9][a-z0-9-]*$/.test(flags.study))
    throw new InputError(
      `--study ${flags.study}: expected a folder with study.yaml, or the name of a study in the corpus; found neither.`,
    );
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects)).catch((error) => {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      `--study ${flags.study}: there is no ${join(flags.study, "study.yaml")}, so it is the name of a study in a corpus. ${error.message}`,
      { cause: error },
    );
  });
  const declared = await readStudy(corpus, flags.study);
  const frame = await readFrame(corpus, flags.study);
  const place = `${framePath(flags.study)} in ${corpus.store.location}`;
  const study = frame ? lockedStudy(declared, frame, place) : declared;
  const openModel = modelsOf(study, corpus, effects);
  if (study.sources.length === 0) return { study, frame, folder: ".", corpus, openModel };
  const { env, randomBytes } = effects;
  const key = await readPseudonymKey({ file: flags.key, env, randomBytes, outside: flags.corpus });
  return { study, frame, folder: ".", corpus: await openCorpus(corpus.store, { key }), openModel };
}
