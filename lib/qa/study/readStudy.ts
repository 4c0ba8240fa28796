import type { Corpus } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { Study } from "#lib/records/index.ts";
import { parseStudy } from "./parseStudy.ts";
import { studyFolder } from "./paths.ts";

/**
 * Reads a study of a corpus, `studies/<name>/study.yaml`.
 *
 * @throws InputError when it is not there, names itself otherwise, or has keys that cannot be used
 */
export async function readStudy(corpus: Corpus, name: string): Promise<Study> {
  const path = `${studyFolder(name)}/study.yaml`;
  const bytes = await corpus.store.get(path);
  if (bytes === null) {
    throw new InputError(
      `There is no study ${name} in ${corpus.store.location}: expected ${path} there. ` +
        "Write one with name, title, corpus, readers, seed and primary, or name another with --study.",
    );
  }
  const place = `${path} in ${corpus.store.location}`;
  const study = parseStudy(Buffer.from(bytes).toString("utf8"), place);
  if (study.name !== name)
    throw new InputError(`${place}: name: expected ${name}, the folder's name, found ${study.name}.`);
  return study;
}
