import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Corpus, importFiles, latestStep } from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import { InputError, PermanentError } from "#lib/errors.ts";
import { parseColumnMapping } from "#lib/formats/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { collectedSource, type Ground } from "../basis.ts";
import { refuseTakenDown } from "../refuseTakenDown.ts";
import type { PocochaSource } from "./pocochaSource.ts";

/** The files of one live, as names in the source's store. */
export interface LiveFiles {
  readonly comments: string;
  readonly speech?: string | undefined;
}

/** Whether the files of a live were imported, and the highest number of the records. */
export async function filesState(
  corpus: Corpus,
  video: VideoKey,
  { speech }: LiveFiles,
): Promise<{ done: boolean; published: number }> {
  const chat = await latestStep(corpus, video, "chat", "import");
  const spoken = await latestStep(corpus, video, "transcribe", "import");
  const done = chat !== null && (speech === undefined || spoken !== null);
  return { done, published: Math.max(chat?.n ?? 0, spoken?.n ?? 0) };
}

/**
 * Brings the files of a live from the store of a partner into the corpus, its comments first, with the columns that the source
 * names.
 *
 * @param options.store where the files are
 * @throws PermanentError for files that cannot be read as what they should be
 */
export async function collectFiles(
  corpus: Corpus,
  video: VideoKey,
  files: LiveFiles,
  options: Ground & {
    store: Corpus["store"];
    source: PocochaSource;
    clock: Clock;
    worker: string;
    fence?: number | undefined;
  },
): Promise<void> {
  const { store, source, clock, worker, fence } = options;
  await refuseTakenDown(corpus, video, async () => {});
  const scratch = await corpus.store.scratch();
  const collectedAt = clock.now().toISOString();
  const bring = async (name: string, columns: object | undefined) => {
    const file = join(scratch, basename(name));
    await store.download(name, file);
    const mapping = columns && parseColumnMapping(JSON.stringify(columns), `the columns of ${name}`);
    const about = { source: collectedSource("pococha-files", options, collectedAt) };
    await importFiles({ corpus, video, files: [file], mapping, about, clock, worker, fence });
  };
  try {
    await bring(files.comments, source.commentColumns);
    if (files.speech !== undefined) await bring(files.speech, source.speechColumns);
  } catch (error) {
    // A disk that is full or shut is the machine's, all else is this live's: the others go on.
    const isMachine = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code !== undefined;
    if (!(error instanceof InputError) || isMachine) throw error;
    throw new PermanentError(error.message, { cause: error });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
