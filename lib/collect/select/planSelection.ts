import { InputError } from "#lib/errors.ts";
import type { Asked, SelectionRule, Stratifier } from "#lib/records/index.ts";
import type { PocochaSource } from "../pococha/pocochaSource.ts";
import { dateWindows } from "./dateWindows.ts";
import { parseVideoId } from "./parseVideoId.ts";

/** What a person wants chosen; what is missing takes the default of the platform. */
export interface SelectionRequest {
  platform: "youtube" | "twitch" | "pococha";
  preset?: "original" | undefined;
  queries?: readonly string[] | undefined;
  categories?: readonly string[] | undefined;
  channels?: readonly string[] | undefined;
  /** Ids or addresses. */
  videos?: readonly string[] | undefined;
  /** ISO 8601 dates or times; a date is its midnight in UTC. */
  from?: string | undefined;
  to?: string | undefined;
  windowDays?: number | undefined;
  pages?: number | undefined;
  candidates?: number | undefined;
  region?: string | undefined;
  language?: string | undefined;
  order?: string | undefined;
  period?: string | undefined;
  live?: boolean | undefined;
  source?: PocochaSource | undefined;
  take?: number | undefined;
  pick?: SelectionRule["order"] | undefined;
  stratify?: Stratifier | undefined;
  perChannel?: number | undefined;
  requireChat?: boolean | undefined;
  minMinutes?: number | undefined;
  leaveOut?: SelectionRule["leaveOut"] | undefined;
}

const dayMs = 86_400_000;
const nothingAsked: Asked = {
  preset: null,
  queries: [],
  categories: [],
  channels: [],
  videos: [],
  windows: [],
  region: null,
  language: null,
  order: null,
  period: null,
  pages: null,
  candidates: null,
  live: false,
  source: null,
};

/** What only some platforms can be asked. */
const asks: Readonly<Record<SelectionRequest["platform"], readonly (keyof SelectionRequest)[]>> = {
  youtube: ["queries", "videos", "windowDays", "pages", "region", "language", "order"],
  twitch: ["categories", "channels", "videos", "candidates", "language", "order", "period", "live"],
  pococha: ["source"],
};
const choices: Readonly<Record<"order" | "period", Readonly<Record<string, readonly string[]>>>> = {
  order: { youtube: ["date", "viewCount", "relevance", "rating", "title"], twitch: ["time", "views", "trending"] },
  period: { twitch: ["all", "day", "week", "month"] },
};

/**
 * Makes of a request what the platform is asked and by which rule is chosen. The preset `original` is the selection of the
 * historical study on that platform.
 *
 * @param now when it is asked: relative dates count back from it
 * @throws InputError for what the platform cannot be asked and for what contradicts itself
 */
export function planSelection(request: SelectionRequest, now: Date): { asked: Asked; rule: SelectionRule } {
  refuseOthers(request);
  if (request.preset === "original") return original(request, now);
  const { platform } = request;
  const from = instantOf(request.from, "from");
  const to = instantOf(request.to, "to");
  if (from !== null && to !== null && from >= to)
    throw new InputError(`--from ${request.from} --to ${request.to}: expected a time before another.`);
  const listed = (request.videos?.length ?? 0) > 0;
  const rule: SelectionRule = {
    take: request.take ?? null,
    order: request.pick ?? "random",
    stratify: request.stratify ?? null,
    perChannel: request.perChannel ?? null,
    minDurationMs: Math.round((request.minMinutes ?? 0) * 60_000),
    from,
    to,
    needsTimes: platform !== "pococha",
    requireChat: request.requireChat ?? false,
    leaveOut: request.leaveOut ?? "collected",
  };
  if (platform === "pococha") return { asked: { ...nothingAsked, source: sourceOf(request) }, rule };
  const asked: Asked = {
    ...nothingAsked,
    queries: [...(request.queries ?? [])],
    categories: [...(request.categories ?? [])],
    channels: [...(request.channels ?? [])],
    videos: [...new Set((request.videos ?? []).map((text) => parseVideoId(platform, text)))],
    region: request.region ?? null,
    language: request.language ?? null,
    period: request.period ?? null,
    candidates: request.candidates ?? null,
    live: request.live ?? false,
  };
  if (platform === "twitch") {
    if (asked.categories.length + asked.channels.length === 0 && !listed)
      throw new InputError(
        "Expected a category, a channel or a video to begin with: --category, --channel or --video.",
      );
    return { asked: { ...asked, order: asked.live ? null : (request.order ?? "time") }, rule };
  }
  if (asked.queries.length === 0 && !listed)
    throw new InputError("Expected something to search for or a video: --query or --video.");
  if (asked.queries.length === 0) return { asked, rule };
  const end = to ?? now.toISOString();
  const start = from ?? new Date(Date.parse(end) - 28 * dayMs).toISOString();
  return {
    asked: {
      ...asked,
      order: request.order ?? "date",
      pages: request.pages ?? 10,
      windows: dateWindows(start, end, request.windowDays ?? 7),
    },
    // A recording is often published when its stream begins, but not always.
    rule: listed ? rule : { ...rule, from: start, to: end },
  };
}

function original({ platform, ...request }: SelectionRequest, now: Date): { asked: Asked; rule: SelectionRule } {
  const rule: SelectionRule = {
    take: null,
    order: "found",
    stratify: null,
    perChannel: null,
    minDurationMs: 0,
    from: null,
    to: null,
    needsTimes: false,
    requireChat: false,
    leaveOut: "selected",
  };
  const asked: Asked = { ...nothingAsked, preset: "original" };
  if (platform === "youtube")
    return {
      asked: { ...asked, queries: ["雑談"], region: "JP", order: "viewCount", pages: 40 },
      rule: {
        ...rule,
        take: 500,
        order: "views",
        from: new Date(now.getTime() - 7 * dayMs).toISOString(),
        needsTimes: true,
      },
    };
  if (platform === "twitch")
    return {
      asked: {
        ...asked,
        categories: ["Just Chatting"],
        language: "ja",
        period: "week",
        order: "views",
        candidates: 500,
      },
      rule,
    };
  return {
    asked: { ...asked, source: sourceOf({ platform, ...request }) },
    rule: { ...rule, order: "number", leaveOut: "nothing" },
  };
}

function refuseOthers(request: SelectionRequest): void {
  const { platform, preset } = request;
  const given = (Object.keys(request) as (keyof SelectionRequest)[]).filter((key) => {
    const value = request[key];
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  });
  const own = new Set<string>(Object.values(asks).flat());
  for (const key of given) {
    if (own.has(key) && !asks[platform].includes(key))
      throw new InputError(
        `${flagOf(key)} cannot be asked of ${platform}. It knows ${asks[platform].map(flagOf).join(", ")}.`,
      );
    if (preset && !["platform", "preset", "source"].includes(key))
      throw new InputError(
        `${flagOf(key)}: the preset ${preset} is what it is; leave the preset out to choose otherwise.`,
      );
  }
  if (request.stratify === "channelSize" && platform === "pococha")
    throw new InputError("--stratify channelSize: files of Pococha do not say how large a channel is.");
  if (request.live && (request.period || request.order || request.to || request.minMinutes))
    throw new InputError("--live is of streams that run now: leave --period, --order, --to and --min-minutes out.");
  for (const key of ["order", "period"] as const) {
    const value = request[key];
    const known = choices[key][platform];
    if (value !== undefined && known && !known.includes(value))
      throw new InputError(`${flagOf(key)}: expected ${known.join(", ")}, found ${JSON.stringify(value)}.`);
  }
}

const flagNames: Readonly<Record<string, string>> = {
  queries: "query",
  categories: "category",
  channels: "channel",
  videos: "video",
};
const flagOf = (key: string) =>
  `--${(flagNames[key] ?? key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function sourceOf({ source }: SelectionRequest): Asked["source"] {
  if (source) return { ...source };
  throw new InputError(
    "Expected where the files are: --source FILE, a YAML file with at least from: FOLDER or gs://...",
  );
}

function instantOf(text: string | undefined, flag: string): string | null {
  if (text === undefined) return null;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text);
  const ms = isDate || /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms) || (isDate && new Date(ms).toISOString().slice(0, 10) !== text))
    throw new InputError(
      `--${flag} ${text}: expected a date such as 2026-03-01 or a time such as 2026-03-01T20:00:00+09:00.`,
    );
  return new Date(ms).toISOString();
}
