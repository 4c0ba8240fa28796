import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type Access,
  bases,
  type ChatAccess,
  checkSelectionName,
  defaultGqlAccess,
  defaultPrograms,
  estimateAsking,
  type HttpOptions,
  hasChat,
  ordinaryDailyUnits,
  parsePocochaSource,
  planSelection,
  requireBasis,
  type SelectionRequest,
  selectVideos,
} from "#lib/collect/index.ts";
import { openCorpus, readPseudonymKey } from "#lib/corpus/index.ts";
import { readSecret, seededRandom, systemSleep } from "#lib/effects/index.ts";
import { InputError, RateLimitedError } from "#lib/errors.ts";
import { type Candidate, SelectionRule, Stratifier } from "#lib/records/index.ts";
import { resolveLocation } from "#lib/store/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { gqlAccessOf } from "./gqlAccessOf.ts";
import { askingText, selectionJson, selectionText } from "./selectText.ts";
import { several } from "./several.ts";
import { wholeOption } from "./wholeOption.ts";

type Platform = SelectionRequest["platform"];

interface SelectFlags
  extends Omit<SelectionRequest, "platform" | "source" | "queries" | "categories" | "channels" | "videos"> {
  name: string;
  basis?: string;
  retentionDays?: number;
  corpus: string;
  key?: string;
  query?: string[];
  category?: string[];
  channel?: string[];
  video?: string[];
  source?: string;
  seed?: string;
  quota: number;
  ytDlp: string;
  twitchGql?: string;
  dryRun?: true;
  wait?: true;
  json?: true;
}

/** Adds `livecorpus select`. */
export function addSelect(program: Command, effects: Effects): void {
  program
    .command("select")
    .description("Choose videos of a platform; nothing of them is fetched, and nothing is marked as collected.")
    .argument("<platform>", "youtube, twitch or pococha", platformOf)
    .requiredOption("--name <name>", "the selection's name in the corpus")
    .option(
      `--basis <${bases.join("|")}>`,
      "on what ground you collect: your own streams, permission, a programme for research, files that you have",
    )
    .option("--retention-days <n>", "how long what is collected is kept", wholeOption(0))
    .option(corpusOption[0], "where the corpus is or shall be: a folder, or gs://bucket/prefix", corpusOption[2])
    .option("--key <file>", "the pseudonym key of a new corpus (else $LIVECORPUS_KEY_FILE, else yours)")
    .addOption(new Option("--preset <preset>", "the selection of the historical study").choices(["original"]))
    .option("--query <text>", "what to search YouTube for; may be repeated", several)
    .option("--category <name>", "a category of Twitch; may be repeated", several)
    .option("--channel <login>", "a channel of Twitch; may be repeated", several)
    .option("--video <id>", "a video by its id or address; may be repeated", several)
    .option("--from <date>", "streams that began on this day or later, in UTC")
    .option("--to <date>", "streams that began before this day")
    .option(
      "--window-days <n>",
      "the length of one search of YouTube (7), since each sees about 500 videos",
      wholeOption(1),
    )
    .option("--pages <n>", "pages of 50 videos for each search of YouTube (10)", wholeOption(1))
    .option("--candidates <n>", "candidates from Twitch at most", wholeOption(1))
    .option("--region <code>", "the region that YouTube searches for, e.g. JP")
    .option("--language <code>", "the language, e.g. ja")
    .option("--order <order>", "the platform's order of what it gives")
    .option("--period <period>", "all, day, week or month, for recordings of Twitch")
    .option("--live", "streams of Twitch that run now, to be captured")
    .option("--source <file>", "where files of Pococha are and what their columns mean (YAML)")
    .option("--take <n>", "how many videos (all)", wholeOption(1))
    .addOption(
      new Option("--pick <order>", "which ones: a random sample unless said otherwise").choices(
        SelectionRule.shape.order.options,
      ),
    )
    .addOption(new Option("--stratify <by>", "keep the frame's proportions of").choices(Stratifier.options))
    .option("--per-channel <n>", "videos of one channel at most", wholeOption(1))
    .option("--require-chat", "only videos that have a chat by the platform's word; what was drawn is asked for")
    .option("--yt-dlp <path>", "the program yt-dlp, which asks YouTube for --require-chat", defaultPrograms.ytDlp)
    .option("--twitch-gql <file>", "clientId and sha256Hash (YAML) for --require-chat, where Twitch has changed them")
    .option("--min-minutes <n>", "the shortest video", wholeOption(0))
    .addOption(
      new Option("--leave-out <which>", "leave out what the corpus has, or what was selected before too").choices(
        SelectionRule.shape.leaveOut.options,
      ),
    )
    .option("--seed <text>", "the seed of the sample (the name)")
    .option("--quota <units>", "units a day of YouTube's Data API", wholeOption(1), ordinaryDailyUnits)
    .option("--dry-run", "print what it takes at most, and ask nothing")
    .option("--wait", "when the day's quota is used up, wait for the next day and go on")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  livecorpus select youtube --name talk-march --basis permission --query 雑談 --from 2026-03-01 --to 2026-03-15 \\
    --window-days 1 --take 100 --stratify views --per-channel 3 --min-minutes 30 --seed 1
  livecorpus select twitch --name week-10 --basis research-programme --preset original
  livecorpus select pococha --name partner --basis permission --source pococha.yaml --take 50

Keys are never options: $YOUTUBE_API_KEY, $TWITCH_CLIENT_ID and $TWITCH_CLIENT_SECRET, or each with _FILE for a file.`,
    )
    .action((platform: Platform, flags: SelectFlags) => runSelect(platform, flags, effects));
}

async function runSelect(platform: Platform, flags: SelectFlags, effects: Effects): Promise<void> {
  const { env, randomBytes, clock, stdout, stderr } = effects;
  const request = await requestOf(platform, flags);
  const { asked, rule } = planSelection(request, clock.now());
  if (flags.dryRun) {
    const cost = estimateAsking(platform, asked, flags.quota, rule);
    stdout.write(flags.json ? `${JSON.stringify({ platform, asked, ...cost })}\n` : askingText(platform, cost));
    return;
  }
  checkSelectionName(flags.name);
  requireBasis(flags.basis);
  const access = await accessOf(platform, flags, request, effects);
  const chat = request.requireChat ? await chatAccessOf(access, flags, effects) : undefined;
  const signal = new AbortController().signal;
  const chatOf = chat && ((video: Candidate) => hasChat(video, chat, signal));
  const key = await readPseudonymKey({ file: flags.key, env, randomBytes, outside: flags.corpus });
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects), { create: true, key });
  const { name, basis, retentionDays, seed } = flags;
  for (;;) {
    try {
      const selection = await selectVideos({
        ...{ corpus, name, request, access, basis, retentionDays, seed, clock },
        hasChat: chatOf,
      });
      stdout.write(flags.json ? selectionJson(selection) : selectionText(selection));
      return;
    } catch (error) {
      if (!flags.wait || !(error instanceof RateLimitedError)) throw error;
      stderr.write(`${error.message}\nWaiting ${Math.ceil(error.retryAfterMs / 60_000)} minutes.\n`);
      await (effects.sleep ?? systemSleep)(error.retryAfterMs);
    }
  }
}

async function requestOf(platform: Platform, flags: SelectFlags): Promise<SelectionRequest> {
  const { query, category, channel, video, source } = flags;
  const { from, to, windowDays, pages, candidates, region, language, order, period, live } = flags;
  const { preset, take, pick, stratify, perChannel, requireChat, minMinutes, leaveOut } = flags;
  const lists = { queries: query, categories: category, channels: channel, videos: video };
  const asking = { from, to, windowDays, pages, candidates, region, language, order, period, live };
  const choosing = { preset, take, pick, stratify, perChannel, requireChat, minMinutes, leaveOut };
  return {
    platform,
    ...lists,
    ...asking,
    ...choosing,
    source: source === undefined ? undefined : await sourceOf(source),
  };
}

async function sourceOf(file: string) {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(`--source ${file}: the file cannot be read (${code}).`, { cause });
  }
  return parsePocochaSource(text, file);
}

/** A shorter pause is over before it is read. */
const shownPauseMs = 1000;

async function accessOf(
  platform: Platform,
  flags: SelectFlags,
  request: SelectionRequest,
  effects: Effects,
): Promise<Access> {
  const { env, clock } = effects;
  const http: HttpOptions = {
    fetch: effects.fetch ?? fetch,
    clock,
    sleep: effects.sleep ?? systemSleep,
    random: seededRandom(`${flags.name}|pauses`),
    pausing: (error, pauseMs) => {
      if (pauseMs < shownPauseMs) return;
      effects.stderr.write(`${error.message} Trying again in ${Math.round(pauseMs / 1000)} s.\n`);
    },
  };
  if (platform === "youtube") {
    const key = await readSecret("YOUTUBE_API_KEY", env, "in the Google Cloud console, for the YouTube Data API v3");
    return { platform, key, dailyUnits: flags.quota, http };
  }
  if (platform === "twitch") {
    const clientId = await readSecret("TWITCH_CLIENT_ID", env, "in Twitch's developer console");
    const clientSecret = await readSecret("TWITCH_CLIENT_SECRET", env, "in Twitch's developer console");
    return { platform, clientId, clientSecret, http };
  }
  const { source } = request;
  if (!source) throw new InputError("Expected where the files are: --source FILE.");
  return { platform, store: openCorpusStore(resolveLocation(dirname(flags.source ?? "."), source.from), effects) };
}

async function chatAccessOf(access: Access, flags: SelectFlags, effects: Effects): Promise<ChatAccess> {
  const { clock, env } = effects;
  const sleep = effects.sleep ?? systemSleep;
  const world = { clock, sleep, env, random: seededRandom(`${flags.name}|chat`) };
  if (access.platform === "youtube") return { platform: "youtube", ytDlp: flags.ytDlp, effects: world };
  if (access.platform === "pococha") return access;
  const gql = flags.twitchGql === undefined ? defaultGqlAccess : await gqlAccessOf(flags.twitchGql);
  return { platform: "twitch", access: gql, fetch: effects.fetch ?? fetch, effects: world };
}

function platformOf(text: string): Platform {
  const found = (["youtube", "twitch", "pococha"] as const).find((one) => one === text);
  if (found) return found;
  throw new InvalidArgumentError("expected youtube, twitch or pococha.");
}
