import type { Command } from "commander";
import { chunkVariant } from "#lib/chunk/index.ts";
import { type Corpus, openCorpus } from "#lib/corpus/index.ts";
import { framePath, lockedStudy, readFrame, readStudy, readStudyMaterial, type StudyMaterial } from "#lib/qa/index.ts";
import type { Frame, Study } from "#lib/records/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";

/** The flags of each verb that works on a study. */
export interface StudyFlags {
  study: string;
  corpus: string;
  json?: true;
}

/** A verb that works on one study of a corpus. */
export function studyCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .requiredOption("--study <name>", "the study, studies/<name>/study.yaml in the corpus")
    .option(...corpusOption)
    .option("--json", "print JSON, one line a record");
}

/** A study with its videos and chunks, and its frame where it is locked. */
export interface OpenStudy {
  corpus: Corpus;
  study: Study;
  frame: Frame | null;
  material: StudyMaterial;
}

/** Opens a study; of a locked one only what it was locked with. */
export async function openStudy(flags: StudyFlags, effects: Effects): Promise<OpenStudy> {
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects));
  const declared = await readStudy(corpus, flags.study);
  const frame = await readFrame(corpus, flags.study);
  const study = frame
    ? lockedStudy(declared, frame, `${framePath(flags.study)} in ${corpus.store.location}`)
    : declared;
  return { corpus, study, frame, material: await readStudyMaterial(corpus, study, chunkVariant(study.chunk), frame) };
}
