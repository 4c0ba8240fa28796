import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type ChatSource,
  chatSources,
  defaultDownloadLimits,
  defaultGqlAccess,
  defaultPrograms,
  defaultTwitchDownloader,
  readCookieFile,
  readSelection,
  watchLogin,
} from "#lib/collect/index.ts";
import { openCorpus, readPseudonymKey } from "#lib/corpus/index.ts";
import { seededRandom, stopOnSignal, systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { defaultLimits, retryTask, runWorkers } from "#lib/work/index.ts";
import { type CollectContext, type CollectStep, collectSteps, collectTasks } from "./collectSteps.ts";
import { namedVideos, selectedVideos } from "./collectVideos.ts";
import { type CollectView, jsonView, personView } from "./collectView.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { gqlAccessOf } from "./gqlAccessOf.ts";
import { several } from "./several.ts";
import { wholeOption } from "./wholeOption.ts";
import { failOn, reportText } from "./workReport.ts";

interface CollectFlags {
  selection?: string[];
  source?: string;
  basis?: string;
  retentionDays?: number;
  steps: CollectStep[];
  corpus: string;
  key?: string;
  downloads: string;
  cookies?: string;
  twitchGql?: string;
  ytDlp: string;
  chatSource: ChatSource;
  twitchDownloader: string;
  ffmpeg: string;
  ffprobe: string;
  parallel: number;
  leaseSeconds: number;
  restSeconds: number;
  wait?: true;
  retryDead?: true;
  json?: true;
}

/** Adds `livecorpus collect`. */
export function addCollect(program: Command, effects: Effects): void {
  program
    .command("collect")
    .description("Fetch chat and audio of chosen videos; may be killed and run again, and run on several machines.")
    .argument("[video...]", "as platform:id, e.g. youtube:abcdefghijk or twitch:1234567890")
    .option(
      "--selection <name>",
      "videos that livecorpus select chose, on the basis given there; may be repeated",
      several,
    )
    .option("--source <location>", "where the files of a Pococha selection are, if not where its source says")
    .option("--basis <basis>", "on what ground: own, permission, research-programme or import")
    .option(
      "--retention-days <n>",
      "how long raw sources are kept (what the selection or the platform's terms say)",
      wholeOption(0),
    )
    .option("--steps <names>", `only these of ${collectSteps.join(",")}`, stepsOf, [...collectSteps])
    .option(corpusOption[0], "where the corpus is or shall be: a folder, or gs://bucket/prefix", corpusOption[2])
    .option("--key <file>", "the pseudonym key (else $LIVECORPUS_KEY_FILE, else one in your home folder)")
    .option("--downloads <folder>", "where downloads are kept while they are made", join(tmpdir(), "livecorpus"))
    .option("--cookies <file>", "cookies of a browser that is logged in, for videos that need it")
    .option("--twitch-gql <file>", "clientId and sha256Hash (YAML) where Twitch has changed them")
    .option("--yt-dlp <path>", "the program yt-dlp", defaultPrograms.ytDlp)
    .addOption(
      new Option("--chat-source <source>", "of Twitch: its own pages, TwitchDownloaderCLI, or that where they fail")
        .choices(chatSources)
        .default("auto"),
    )
    .option("--twitch-downloader <path>", "the program TwitchDownloaderCLI", defaultTwitchDownloader)
    .option("--ffmpeg <path>", "the program ffmpeg", defaultPrograms.ffmpeg)
    .option("--ffprobe <path>", "the program ffprobe", defaultPrograms.ffprobe)
    .option("--parallel <n>", "how many things this process does at once", wholeOption(1), 2)
    .option("--wait", "when a platform asks for a login, wait until the cookie file is renewed, and go on")
    .option(
      "--rest-seconds <s>",
      "how long a platform rests that refuses for a while and does not say how long",
      wholeOption(1),
      defaultDownloadLimits.restMs / 1000,
    )
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
  const named = namedVideos(names, flags);
  if (flags.cookies !== undefined) await readCookieFile(flags.cookies, "youtube");
  const access = flags.twitchGql === undefined ? defaultGqlAccess : await gqlAccessOf(flags.twitchGql);
  const key = await readPseudonymKey({ file: flags.key, env, randomBytes, outside: flags.corpus });
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects), { create: true, key });
  const selections = await Promise.all((flags.selection ?? []).map((name) => readSelection(corpus, name)));
  const videos = [...named, ...selections.flatMap((selection) => selectedVideos(selection, flags, effects))];
  const name = `${hostname()}.${process.pid}.${Buffer.from(randomBytes(4)).toString("hex")}`;
  const world = { clock, sleep: effects.sleep ?? systemSleep };
  const restMs = flags.restSeconds * 1000;
  const view: CollectView = flags.json ? jsonView(effects) : personView(effects, () => tasks.length);
  const context: CollectContext = {
    ...{ corpus, access, chatSource: flags.chatSource, twitchDownloader: flags.twitchDownloader },
    ...{ programs: flags, downloads: flags.downloads },
    login: watchLogin({
      path: flags.cookies ?? null,
      wait: flags.wait === true,
      restMs: Math.min(restMs, renewalMs),
      say: (text) => view.tell({ kind: "trouble", message: text }),
    }),
    limits: { ...defaultDownloadLimits, restMs },
    effects: { ...world, random: seededRandom(name), env, fetch: effects.fetch ?? fetch },
    onProgress: view.transfer,
  };
  const { tasks, steps } = collectTasks(videos, flags.steps, context);
  if (flags.retryDead) for (const { id } of tasks) await retryTask(corpus, id, { name: "collect", clock });
  const stop = stopOnSignal(process);
  stop.addEventListener("abort", () => view.tell({ kind: "trouble", message: stopping }));
  const worker = {
    corpus,
    steps,
    name,
    ...world,
    limits: { ...defaultLimits, leaseMs: flags.leaseSeconds * 1000 },
    stop,
    tell: view.tell,
  };
  const report = await runWorkers({ ...worker, tasks, parallel: flags.parallel }).finally(view.stop);
  stdout.write(
    flags.json
      ? `${JSON.stringify({ kind: "report", tasks: tasks.length, ...report })}\n`
      : reportText(report, tasks.length),
  );
  failOn(report, tasks.length, "livecorpus collect --retry-dead");
}

function stepsOf(text: string): CollectStep[] {
  const names = text.split(",").map((name) => name.trim());
  const wanted = collectSteps.filter((step) => names.includes(step));
  if (wanted.length === names.length) return wanted;
  throw new InvalidArgumentError(`Expected some of ${collectSteps.join(",")}.`);
}

const stopping = `The run stops: what is not done within ${defaultLimits.graceMs / 1000} s is given back, and goes on at the next run.`;

/** How often it is looked whether a login was renewed. */
const renewalMs = 60_000;
