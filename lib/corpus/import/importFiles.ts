import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { type Clock, type Progress, silentProgress } from "#lib/effects/index.ts";
import { InputError, PermanentError } from "#lib/errors.ts";
import type { ColumnMapping } from "#lib/formats/index.ts";
import type { Video, VideoKey } from "#lib/records/index.ts";
import { fileError } from "#lib/store/index.ts";
import type { Corpus } from "../corpus.ts";
import { listSteps } from "../listSteps.ts";
import { readVideo } from "../listVideos.ts";
import { purgeAuthor } from "../takedown/purgeAuthor.ts";
import { readTakedowns } from "../takedown/takedowns.ts";
import { type FileHash, hashFile } from "./fileHashes.ts";
import { importChat } from "./importChat.ts";
import type { ImportContext, PreparedStep } from "./importContext.ts";
import type { StepReport } from "./importReport.ts";
import { importSpeech } from "./importSpeech.ts";
import { makeInstants } from "./instant.ts";
import { type ImportFacts, publishImport } from "./publishImport.ts";
import { recogniseSources } from "./source.ts";
import { unchangedStep } from "./unchangedStep.ts";

/** What is imported, from where, and how. */
export interface ImportOptions {
  corpus: Corpus;
  video: VideoKey;
  files: readonly string[];
  /** When the stream began: an ISO 8601 time, with an offset or in `zone`; needed where messages have wall-clock times only. */
  start?: string | undefined;
  /** IANA time zone of `start` and of wall-clock times in the files, e.g. `Asia/Seoul`. */
  zone?: string | undefined;
  /** The format's name, where it is not to be recognised by content. */
  format?: string | undefined;
  mapping?: ColumnMapping | undefined;
  /** True to refuse what is otherwise left out and counted. */
  strict?: boolean | undefined;
  /** What else is known of the video, e.g. its title and language. */
  about?: Partial<Omit<Video, "platform" | "id">> | undefined;
  clock: Clock;
  progress?: Progress | undefined;
  /** Who did it, for the step record. */
  worker?: string | undefined;
  /** The number of the lease under which it is done; see publishStep. */
  fence?: number | undefined;
  /** How many files are read at a time; by default one for each processor. */
  threads?: number | undefined;
  /** Gives a file's SHA-256, where it may be known from before; by default each file is read. */
  hashOf?: FileHash | undefined;
}

/**
 * Imports the files of one video: recognises each by content, keeps it untouched, and publishes its chat as step `chat` and
 * its speech as step `transcribe`, variant `import`. One call is one whole statement: the chat files of a call are
 * merged in order of time, messages with an id that was there are left out, and the result takes the place of an
 * earlier import's. The same files again change nothing. Each step becomes visible at one moment, whole, after all files of
 * the call were read.
 *
 * @returns what became of each step and each file
 * Persons who were taken down are left out and counted, and a source that names one is not kept.
 *
 * @throws InputError for what a person has to mend; the corpus is then as it was
 * @throws PermanentError when the video was taken down
 */
export async function importFiles(options: ImportOptions): Promise<StepReport[]> {
  const { corpus, video, clock, hashOf = hashFile } = options;
  if (!corpus.key)
    throw new InputError("An import gives authors pseudonyms, so the corpus has to be opened with its key.");
  const takedowns = await readTakedowns(corpus);
  if (takedowns.hasVideo(video))
    throw new PermanentError(
      `The video ${video.platform} ${video.id} was taken down from ${corpus.store.location}: nothing of it is imported.`,
    );
  const takenDown = takedowns.authors(video.platform);
  const facts = await importFacts(options);
  const { startMs } = facts;
  const sources = await recogniseSources(options.files, options.format, options.mapping);
  const chat = sources.filter(({ holds }) => holds === "chat");
  const speech = sources.filter(({ holds }) => holds === "speech");
  if (speech.length > 1)
    throw new InputError(
      `Expected one transcript, found ${speech.length}: ${speech.map(({ file, format }) => `${file} (${format})`).join(", ")}. ` +
        "Import the one that counts; transcripts of several engines would be mixed up.",
    );
  const scratch = await corpus.store.scratch();
  const context: ImportContext = {
    scratch,
    progress: options.progress ?? silentProgress,
    threads: options.threads ?? availableParallelism(),
    reading: {
      video,
      key: corpus.key,
      takenDown,
      strict: options.strict ?? false,
      ...(options.mapping && { mapping: options.mapping }),
      ...(options.zone !== undefined && { zone: options.zone }),
      ...(startMs !== undefined && { startMs }),
    },
  };
  try {
    const done: (StepReport | PreparedStep)[] = [];
    const [transcript] = speech;
    if (transcript)
      done.push(
        (await unchangedStep(corpus, video, "transcribe", speech, facts, hashOf)) ??
          (await importSpeech(transcript, context)),
      );
    if (chat.length > 0)
      done.push((await unchangedStep(corpus, video, "chat", chat, facts, hashOf)) ?? (await importChat(chat, context)));
    const reports: StepReport[] = [];
    for (const one of done)
      reports.push("outputs" in one ? await publishImport(corpus, video, one, facts, options.fence) : one);
    // A person may have been taken down while the files were read.
    const later = (await readTakedowns(corpus)).authors(video.platform);
    if (later.size > takenDown.size) await purgeAuthor(corpus, video.platform, later, clock);
    return reports;
  } catch (error) {
    throw fileError(error, `import into ${corpus.store.location}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What the step records of an import say, whatever is in its files. */
export async function importFacts(options: ImportOptions): Promise<ImportFacts> {
  const { corpus, video, clock } = options;
  const instants = makeInstants(options.zone);
  const startMs = options.start === undefined ? await knownStartMs(corpus, video) : instants.of(options.start).ms;
  return {
    params: {
      strict: options.strict ?? false,
      ...(options.zone !== undefined && { zone: options.zone }),
      ...(options.format !== undefined && { format: options.format }),
      ...(options.mapping && { mapping: options.mapping }),
    },
    startMs,
    about: {
      ...options.about,
      ...(options.start !== undefined && startMs !== undefined && { startedAt: new Date(startMs).toISOString() }),
    },
    worker: options.worker ?? "import",
    startedAt: clock.now().toISOString(),
    clock,
  };
}

/** The stream's start as an earlier step recorded it. */
async function knownStartMs(corpus: Corpus, video: VideoKey): Promise<number | undefined> {
  if ((await listSteps(corpus, video)).length === 0) return undefined;
  const { startedAt } = await readVideo(corpus, video);
  return startedAt === undefined ? undefined : Date.parse(startedAt);
}
