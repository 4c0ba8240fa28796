import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Corpus, openCorpus, readPseudonymKey } from "#lib/corpus/index.ts";
import { type Clock, systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { framePath, lockedStudy, parseFrame, parseStudy } from "#lib/qa/index.ts";
import type { Frame, Study } from "#lib/records/index.ts";
import { openDirectoryStore, openStore, resolveLocation } from "#lib/store/index.ts";

/** A study's folder and what its corpus is opened with. */
export interface StudyFolderOptions {
  /** The folder of study.yaml. */
  studyFolder: string;
  /** An empty folder to hold the corpus instead of the study's own, or null. */
  scratch: string | null;
  env: Readonly<Record<string, string | undefined>>;
  randomBytes(count: number): Uint8Array;
  clock: Clock;
}

/** A study with its corpus, and its frame where it is locked: its videos are then those of the frame. */
export interface OpenStudy {
  study: Study;
  /** The text of study.yaml. */
  text: string;
  frame: Frame | null;
  corpus: Corpus;
}

/**
 * Opens the study of a folder, and puts its study.yaml, and its frame.json where there is one, into the corpus.
 *
 * @throws InputError when the study cannot be used, or is another than it was locked as
 */
export async function openStudyFolder(options: StudyFolderOptions): Promise<OpenStudy> {
  const { study, text } = await readStudyFile(options.studyFolder);
  const corpus = await openStudyCorpus(options, study);
  const path = join(options.studyFolder, "frame.json");
  const frame = await readFolderFrame(path, corpus, study.name);
  const locked = frame ? lockedStudy(study, frame.frame, path) : study;
  if (frame) await corpus.store.create(framePath(study.name), frame.bytes);
  const copy = `studies/${study.name}/study.yaml`;
  // Only where it is another: who looks at a corpus need not be able to write, and of many workers each begins with this.
  if (Buffer.from((await corpus.store.get(copy)) ?? "").toString("utf8") !== text)
    await corpus.store.put(copy, Buffer.from(text));
  return { study: locked, text, frame: frame?.frame ?? null, corpus };
}

async function readStudyFile(folder: string): Promise<{ study: Study; text: string }> {
  const path = join(folder, "study.yaml");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new InputError(`${path} cannot be read: expected a study there. Name its folder with --study DIR.`, {
      cause,
    });
  }
  return { study: parseStudy(text, path), text };
}

async function openStudyCorpus(options: StudyFolderOptions, study: Study): Promise<Corpus> {
  const { studyFolder, scratch, env, randomBytes, clock } = options;
  const isOwn = study.sources.length > 0;
  if (!isOwn && scratch)
    throw new InputError(
      `--check runs the whole line again, but ${join(studyFolder, "study.yaml")} names no sources to start from. ` +
        "List the raw files under sources, or compare two runs with --out.",
    );
  const location = scratch ?? resolveLocation(studyFolder, study.corpus);
  const store = openStore(location, { clock, randomBytes, env, sleep: systemSleep, fetch });
  if (!isOwn) return openCorpus(store);
  const file = study.key === undefined ? undefined : resolveLocation(studyFolder, study.key);
  return openCorpus(store, { create: true, key: await readPseudonymKey({ file, env, randomBytes }) });
}

/** The frame beside study.yaml; one in the corpus alone was taken away from the folder, and another there is another lock. */
async function readFolderFrame(
  path: string,
  corpus: Corpus,
  study: string,
): Promise<{ frame: Frame; bytes: Uint8Array } | null> {
  const bytes = await openDirectoryStore(dirname(path)).get("frame.json");
  const copy = await corpus.store.get(framePath(study));
  const place = `${framePath(study)} in ${corpus.store.location}`;
  if (bytes === null) {
    if (copy === null) return null;
    throw new InputError(
      `The study ${study} is locked in its corpus, but ${path} is gone. Copy it back from ${place}, ` +
        "or give the study a new name: a lock is not taken back.",
    );
  }
  const frame = parseFrame(Buffer.from(bytes).toString("utf8"), path);
  if (copy && !Buffer.from(bytes).equals(copy))
    throw new InputError(
      `${path} and ${place} are two locks of one study, or one was damaged. ` +
        "Restore both from the one that is under version control.",
    );
  return { frame, bytes };
}
