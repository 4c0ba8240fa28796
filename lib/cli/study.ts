import type { Command } from "commander";
import { chunkVariant } from "#lib/chunk/index.ts";
import { type Corpus, openCorpus } from "#lib/corpus/index.ts";
import { readStudy, readStudyMaterial, type StudyMaterial } from "#lib/qa/index.ts";
import type { Study } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

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
    .option("--corpus <folder>", "where the corpus is", "corpus")
    .option("--json", "print JSON, one line a record");
}

/** Opens a study with its videos and chunks. */
export async function openStudy(flags: StudyFlags): Promise<{ corpus: Corpus; study: Study; material: StudyMaterial }> {
  const corpus = await openCorpus(openDirectoryStore(flags.corpus));
  const study = await readStudy(corpus, flags.study);
  return { corpus, study, material: await readStudyMaterial(corpus, study, chunkVariant(study.chunk)) };
}
