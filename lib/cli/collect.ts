import { readFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import {
  type DownloadProgress,
  defaultDownloadLimits,
  defaultGqlAccess,
  defaultPrograms,
  PocochaSource,
  parseGqlAccess,
  readCookieFile,
  readSelection,
  requireBasis,
  videoUrl,
} from "#lib/collect/index.ts";
import { openCorpus, readPseudonymKey } from "#lib/corpus/index.ts";
import { seededRandom, stopOnSignal, systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { Platform, type Selection } from "#lib/records/index.ts";
import { defaultLimits, retryTask, runWorker, type WorkEvent } from "#lib/work/index.ts";
import {
  type ChosenVideo,
  type CollectContext,
  type CollectStep,
  collectSteps,
  collectTasks,
  type FileSource,
} from "./collectSteps.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { wholeOption } from "./wholeOption.ts";
import { failOn, reportText } from "./workReport.ts";

interface CollectFlags {
  selection?: string;
  source?: string;
  basis?: string;
  steps: CollectStep[];
  corpus: string;
  key?: string;
  downloads: string;
  cookies?: string;
  twitchGql?: string;
  ytDlp: string;
  ffmpeg: string;
  ffprobe: string;
  leaseSeconds: number;
  retryDead?: true;
  json?: true;
}

/** Adds `livecorpus collect`. */
export function addCollect(program: Command, effects: Effects): void {
  program
    .command("collect")
    .description("Fetch chat and audio of chosen videos; may be killed and run again, and run on several machines.")
    .argument("[video...]", "as platform:id, e.g. youtube:abcdefghijk or twitch:1234567890")
    .option("--selection <name>", "the videos that livecorpus select chose, on the basis that was given there")
    .option("--source <location>", "where the files of a Pococha selection are, if not where its source says")
    .option("--basis <basis>", "on what ground: own, permission, research-programme or import")
    .option("--steps <names>", `only these of ${collectSteps.join(",")}`, stepsOf, [...collectSteps])
    .option(corpusOption[0], "where the corpus is or shall be: a folder, or gs://bucket/prefix", corpusOption[2])
    .option("--key <file>", "the pseudonym key (else $LIVECORPUS_KEY_FILE, else one in your home folder)")
    .option("--downloads <folder>", "where downloads are kept while they are made", join(tmpdir(), "livecorpus"))
    .option("--cookies <file>", "cookies of a browser that is logged in, for videos that need it")
    .option("--twitch-gql <file>", "clientId and sha256Hash (YAML) where Twitch has changed them")
    .option("--yt-dlp <path>", "the program yt-dlp", defaultPrograms.ytDlp)
    .option("--ffmpeg <path>", "the program ffmpeg", defaultPrograms.ffmpeg)
    .option("--ffprobe <path>", "the program ffprobe", defaultPrograms.ffprobe)
    .option("--lease-seconds <s>", "a worker without a sign of life for so long is taken for dead", wholeOption(1), 30)
    .option("--retry-dead", "give what failed for good all its attempts again")
    .option("--json", "print one line of JSON for each thing that happens, and one at the end")
    .addHelpText(
      "after",
      `
What a platform's terms, the law and the people in the chat allow is yours to know: without --basis nothing is fetched.

Examples:
  livecorpus collect --selection talk-march --cookies cookies.txt
  livecorpus collect youtube:abcdefghijk twitch:1234567890 --basis permission --steps chat`,
    )
    .action((videos: string[], flags: CollectFlags) => runCollect(videos, flags, effects));
}

async function runCollect(names: readonly string[], flags: CollectFlags, effects: Effects): Promise<void> {
  const { clock, stdout, randomBytes, env } = effects;
  if ((names.length === 0) === (flags.selection === undefined))
    throw new InputError("Expected videos or --selection NAME, found neither or both. Give one of them.");
  const named = names.map(chosenVideo);
  if (flags.selection === undefined) requireBasis(flags.basis);
  const cookies = flags.cookies === undefined ? null : await readCookieFile(flags.cookies, "youtube");
  const access = flags.twitchGql === undefined ? defaultGqlAccess : await gqlAccessOf(flags.twitchGql);
  const key = await readPseudonymKey({ file: flags.key, env, randomBytes, outside: flags.corpus });
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects), { create: true, key });
  const selection = flags.selection === undefined ? null : await readSelection(corpus, flags.selection);
  const basis = requireBasis(flags.basis ?? selection?.basis);
  const videos = selection ? selectedVideos(selection) : named;
  const fileSource = fileSourceOf(selection, flags, effects);
  const name = `${hostname()}.${process.pid}.${Buffer.from(randomBytes(4)).toString("hex")}`;
  const random = seededRandom(name);
  const world = { clock, sleep: effects.sleep ?? systemSleep, random };
  const tell = (event: WorkEvent | ({ kind: "download"; task: string } & DownloadProgress)) => {
    if (flags.json) stdout.write(`${JSON.stringify(event)}\n`);
    else sayEvent(event, effects);
  };
  const context: CollectContext = {
    ...{ corpus, basis, cookies, access, fileSource, programs: flags, downloads: flags.downloads },
    limits: defaultDownloadLimits,
    effects: { ...world, env, fetch: effects.fetch ?? fetch },
    onProgress: atMostEvery(clock, (task, progress) => tell({ kind: "download", task, ...progress })),
  };
  const { tasks, steps } = collectTasks(videos, flags.steps, context);
  if (flags.retryDead) for (const { id } of tasks) await retryTask(corpus, id, { name: "collect", clock });
  const stop = stopOnSignal(process);
  const worker = {
    corpus,
    steps,
    name,
    ...world,
    limits: { ...defaultLimits, leaseMs: flags.leaseSeconds * 1000 },
    stop,
    tell,
  };
  const report = await runWorker({ ...worker, tasks, shard: null });
  stdout.write(
    flags.json
      ? `${JSON.stringify({ kind: "report", tasks: tasks.length, ...report })}\n`
      : reportText(report, tasks.length),
  );
  failOn(report, tasks.length, "livecorpus collect --retry-dead");
}

function chosenVideo(text: string): ChosenVideo {
  const [, platform = "", id = ""] = /^([a-z]+):(.+)$/s.exec(text) ?? [];
  const known = Platform.safeParse(platform);
  if (!known.success || (platform !== "youtube" && platform !== "twitch"))
    throw new InputError(`Expected youtube:ID or twitch:NUMBER, found ${JSON.stringify(text)}.`);
  const video = { platform: known.data, id };
  videoUrl(video);
  return video;
}

/** The chosen videos of a selection, with what it knows of their length and files. */
function selectedVideos({ name, chosen, frame }: Selection): ChosenVideo[] {
  const live = new Set(frame.filter((candidate) => candidate.live).map(({ id }) => id));
  const running = chosen.find(({ id }) => live.has(id));
  if (running)
    throw new InputError(
      `The selection ${name} has streams that were running, e.g. ${running.id}. Their chat can only be captured while they run.`,
    );
  const known = new Map(frame.map((candidate) => [candidate.id, candidate]));
  return chosen.map((video) => {
    const { durationMs, files } = known.get(video.id) ?? {};
    return { ...video, durationMs, files };
  });
}

/** Where the files of a selection are, for a platform whose files are listed. */
function fileSourceOf(selection: Selection | null, flags: CollectFlags, effects: Effects): FileSource | null {
  if (!selection?.asked.source) return null;
  const source = PocochaSource.parse(selection.asked.source);
  return { source, store: openCorpusStore(flags.source ?? source.from, effects) };
}

async function gqlAccessOf(file: string) {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`--twitch-gql ${file}: the file cannot be read (${cause.code}).`, { cause });
  });
  return parseGqlAccess(text, `--twitch-gql ${file}`);
}

function stepsOf(text: string): CollectStep[] {
  const names = text.split(",").map((name) => name.trim());
  const wanted = collectSteps.filter((step) => names.includes(step));
  if (wanted.length === names.length) return wanted;
  throw new InvalidArgumentError(`Expected some of ${collectSteps.join(",")}.`);
}

const everyMs = 2000;

function atMostEvery(
  clock: Effects["clock"],
  tell: (task: string, progress: DownloadProgress) => void,
): CollectContext["onProgress"] {
  const told = new Map<string, number>();
  return ({ id }, progress) => {
    const nowMs = clock.monotonicMs();
    if (nowMs - (told.get(id) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    told.set(id, nowMs);
    tell(id, progress);
  };
}

function sayEvent(
  event: WorkEvent | ({ kind: "download"; task: string } & DownloadProgress),
  { stderr }: Effects,
): void {
  if (event.kind === "trouble") stderr.write(`${event.message}\n`);
  if (event.kind === "ended") {
    const { outcome } = event;
    const why = "message" in outcome ? `: ${outcome.message}` : "";
    stderr.write(`${event.task}: ${outcome.kind}${why}\n`);
  }
  if (event.kind !== "download") return;
  const mb = (bytes: number | null) => (bytes === null ? "?" : (bytes / 1e6).toFixed(1));
  const { task, bytes, totalBytes, bytesPerSecond, leftSeconds } = event;
  const left = leftSeconds === null ? "" : `, ${leftSeconds} s left`;
  stderr.write(`${task}: ${mb(bytes)} of ${mb(totalBytes)} MB, ${mb(bytesPerSecond)} MB/s${left}\n`);
}
