import { createHash } from "node:crypto";
import type { Corpus } from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import type { Asked, Candidate, Selection, SelectionRule } from "#lib/records/index.ts";
import { type Basis, requireBasis } from "../basis.ts";
import { type HttpOptions, makeHttpDoor, type RequestEntry } from "../http/httpDoor.ts";
import { findPococha } from "../pococha/findPococha.ts";
import { PocochaSource } from "../pococha/pocochaSource.ts";
import { addChannelFollowers } from "../twitch/channelFollowers.ts";
import { type HelixAccess, makeHelix } from "../twitch/helix.ts";
import { findTwitch } from "../twitch/helixVideos.ts";
import { findYoutube } from "../youtube/findYoutube.ts";
import { makeQuotaMeter } from "../youtube/quotaMeter.ts";
import { makeYoutubeApi } from "../youtube/youtubeApi.ts";
import { chooseVideos } from "./chooseVideos.ts";
import { chooseWithChat } from "./chooseWithChat.ts";
import { readObjections } from "./objections.ts";
import { planSelection, type SelectionRequest } from "./planSelection.ts";
import { deleteProgress, type Progress, readProgress, writeProgress } from "./progress.ts";
import { checkSelectionName, refuseTakenName, selectionsFolder, writeSelection } from "./selectionFile.ts";
import { termsOf } from "./terms.ts";

/** How a platform is reached. */
export type Access =
  | { platform: "youtube"; key: string; dailyUnits: number; http: HttpOptions }
  | ({ platform: "twitch"; http: HttpOptions } & HelixAccess)
  | { platform: "pococha"; store: Pick<Corpus["store"], "list" | "stat" | "location"> };

export interface SelectOptions {
  corpus: Corpus;
  name: string;
  request: SelectionRequest;
  access: Access;
  /** Without one nothing is asked. */
  basis: string | undefined;
  /** How long what is collected is kept; the platform's own bound where it is not said. */
  retentionDays?: number | undefined;
  /** The selection's name where it is not said. */
  seed?: string | undefined;
  /** Whether a video has a chat to collect, needed where the request asks for it; null where the platform does not say. */
  hasChat?: ((video: Candidate) => Promise<boolean | null>) | undefined;
  clock: Clock;
}

/** What a platform gave. */
interface Found {
  candidates: Candidate[];
  notes: string[];
  calls: number;
  units: number | null;
}

/**
 * Chooses videos on a platform and stores the selection: what was asked, all candidates with the reason why each was left out, the
 * rule and the seed. Nothing is marked as collected. A selection that was interrupted, e.g. by the day's quota, goes on where it was
 * when it is asked for again with the same options. Each request is kept in `selections/<name>/requests/`, without keys.
 *
 * @throws InputError without a basis, for a name that is taken, and for what the platform cannot be asked
 * @throws RateLimitedError where the day's quota is used up, with the time until it is given anew
 */
export async function selectVideos(options: SelectOptions): Promise<Selection> {
  const { corpus, request, access, clock } = options;
  const { platform } = request;
  const basis = requireBasis(options.basis);
  const name = checkSelectionName(options.name);
  await refuseTakenName(corpus, name);
  const seed = options.seed ?? name;
  if (request.requireChat && !options.hasChat) throw new Error("A chat is required, and nobody can be asked for it.");
  const wanted: Progress["options"] = { ...request, basis, seed, retentionDays: options.retentionDays };
  // What runs now is another list an hour later, and a store is listed in one go.
  const goesOn = platform !== "pococha" && !request.live;
  const before = goesOn ? await readProgress(corpus, name, wanted) : null;
  const askedAt = before?.askedAt ?? clock.now().toISOString();
  const { asked, rule } = planSelection(request, new Date(askedAt));
  const progress = before ?? newProgress(wanted, askedAt, asked);
  const entries: RequestEntry[] = [];
  let found: Found;
  try {
    found = await findIn(access, { corpus, name, progress, asked, rule, clock, log: (entry) => entries.push(entry) });
  } finally {
    await keepLog(corpus, name, entries);
  }
  const objection = await readObjections(corpus, platform, rule.leaveOut);
  const choose = (candidates: readonly Candidate[]) => chooseVideos(candidates, rule, seed, objection);
  const choice =
    options.hasChat && rule.requireChat
      ? await chooseWithChat(found.candidates, options.hasChat, choose)
      : { chosen: choose(found.candidates), notes: [] };
  const selection: Selection = {
    version: 1,
    name,
    platform,
    basis: basis satisfies Basis,
    terms: {
      ...termsOf[platform],
      ...(options.retentionDays !== undefined && { retentionDays: options.retentionDays }),
    },
    askedAt,
    finishedAt: clock.now().toISOString(),
    asked,
    cost: { calls: found.calls, units: found.units },
    notes: [...found.notes, ...choice.notes],
    rule,
    seed,
    ...choice.chosen,
  };
  await writeSelection(corpus, selection);
  if (goesOn) await deleteProgress(corpus, name);
  return selection;
}

interface Finding {
  corpus: Corpus;
  name: string;
  progress: Progress;
  asked: Asked;
  rule: SelectionRule;
  clock: Clock;
  log: (entry: RequestEntry) => void;
}

async function findIn(access: Access, { corpus, name, progress, asked, rule, clock, log }: Finding): Promise<Found> {
  if (access.platform === "pococha")
    return { ...(await findPococha(access.store, PocochaSource.parse(asked.source))), units: null };
  if (access.platform === "twitch") {
    const secrets = [access.clientSecret];
    const helix = makeHelix(makeHttpDoor({ ...access.http, secrets, log }), access, clock);
    const callsBefore = progress.calls;
    const save = async () => {
      progress.calls = callsBefore + helix.calls();
      if (!asked.live) await writeProgress(corpus, name, progress);
    };
    const found = await findTwitch(helix, progress, rule.from, save);
    if (rule.stratify === "channelSize") found.candidates = await addChannelFollowers(helix, found.candidates);
    return { ...found, calls: callsBefore + helix.calls(), units: null };
  }
  const door = makeHttpDoor({ ...access.http, secrets: [access.key], log });
  const api = makeYoutubeApi(door, access.key, makeQuotaMeter(corpus, access.dailyUnits, clock));
  const found = await findYoutube(api, progress, () => writeProgress(corpus, name, progress), {
    channelSizes: rule.stratify === "channelSize",
  });
  return { ...found, calls: progress.calls, units: progress.units };
}

function newProgress(options: Progress["options"], askedAt: string, asked: Asked): Progress {
  const windows = asked.windows.length > 0 ? asked.windows : [null];
  // One platform has queries, the other categories and channels.
  const searches = [...asked.queries, ...asked.categories, ...asked.channels].flatMap((query) =>
    windows.map((window) => ({ query, window, pages: 0, next: null, done: false, cut: false })),
  );
  return { options, askedAt, asked, calls: 0, units: 0, searches, found: [], details: [] };
}

/** Named by its content, since a selection may take several runs. */
async function keepLog({ store }: Corpus, name: string, entries: readonly RequestEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const content = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  const hash = createHash("sha256").update(content).digest("hex");
  await store.create(`${selectionsFolder}${name}/requests/${hash}.jsonl`, content);
}
