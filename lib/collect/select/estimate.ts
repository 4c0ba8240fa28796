import type { Asked, Platform, Selection, SelectionRule } from "#lib/records/index.ts";
import { ordinaryDailyUnits, unitsOf } from "../youtube/quotaMeter.ts";

/** What is assumed where nothing is known; each is printed beside what it gives. */
export interface Assumptions {
  /** Kilobits (1000 bits) a second of audio. */
  audioKbps: number;
  /** Megabytes of raw chat for an hour of a stream. */
  chatMegabytesAnHour: number;
  /** Chat messages an hour, and how many come with one call of Twitch's chat. */
  messagesAnHour: number;
  messagesACall: number;
  /** Hours of transcription for an hour of audio. */
  transcriptionFactor: number;
  /** Hours of a video whose duration is not known, where the selection has none to take the mean of. */
  hoursOfUnknown: number;
}

/** The assumptions of a platform: the bit rates of its usual audio formats; the rest are guesses to be replaced by measured ones. */
export const ordinaryAssumptions: Readonly<Record<Exclude<Platform, "other">, Assumptions>> = {
  youtube: assumed(128),
  twitch: assumed(160),
  pococha: { ...assumed(0), hoursOfUnknown: 1 },
};

function assumed(audioKbps: number): Assumptions {
  return {
    audioKbps,
    chatMegabytesAnHour: 2,
    messagesAnHour: 1200,
    messagesACall: 59,
    transcriptionFactor: 0.5,
    hoursOfUnknown: 2,
  };
}

/** What it takes to fetch and transcribe a selection. */
export interface Estimate {
  videos: number;
  /** Videos whose duration is not known; they count as the mean of the others. */
  unknownDurations: number;
  mediaHours: number;
  /** Requests to the platform; a download by an external tool counts as one. */
  calls: number;
  /** What fetching costs of the API's quota: nothing, since files and chat are not part of it. */
  quotaUnits: number;
  audioGigabytes: number;
  chatGigabytes: number;
  transcriptionHours: number;
  assumptions: Assumptions;
}

/**
 * Estimates what fetching a selection takes: gigabytes are of 10^9 bytes, hours of transcription are of one machine. The money
 * of language models is not part of it.
 *
 * @param assumptions those that differ from the platform's ordinary ones
 */
export function estimateSelection(selection: Selection, assumptions: Partial<Assumptions> = {}): Estimate {
  const platform = selection.platform === "other" ? "pococha" : selection.platform;
  const all = { ...ordinaryAssumptions[platform], ...assumptions };
  const chosen = selection.frame.filter(({ leftOut }) => leftOut === null);
  const known = chosen.flatMap(({ durationMs, live }) =>
    durationMs === undefined || live ? [] : [durationMs / 3_600_000],
  );
  const sum = known.reduce((total, hours) => total + hours, 0);
  const unknownDurations = chosen.length - known.length;
  const mediaHours = sum + unknownDurations * (known.length > 0 ? sum / known.length : all.hoursOfUnknown);
  const files = platform === "pococha";
  const speech = chosen.filter(({ files: listed }) => listed?.speech !== undefined).length;
  const chatCalls =
    platform === "twitch" ? Math.ceil((mediaHours * all.messagesAnHour) / all.messagesACall) : chosen.length;
  return {
    videos: chosen.length,
    unknownDurations,
    mediaHours: round(mediaHours),
    calls: files ? chosen.length + speech : chosen.length + chatCalls,
    quotaUnits: 0,
    audioGigabytes: round((mediaHours * 3600 * all.audioKbps * 1000) / 8 / 1e9),
    chatGigabytes: round((mediaHours * all.chatMegabytesAnHour) / 1000),
    transcriptionHours: round(files ? 0 : mediaHours * all.transcriptionFactor),
    assumptions: all,
  };
}

/** What it takes at most to make a selection. */
export interface SelectionCost {
  calls: number;
  units: number | null;
  /** Days of quota. */
  days: number | null;
}

/**
 * The most that making a selection takes, before anything is asked: every search goes to its last page, and every page is full.
 *
 * @param dailyUnits the quota of a day, for YouTube
 * @param rule what of it has to be asked of channels and videos one by one
 */
export function estimateAsking(
  platform: "youtube" | "twitch" | "pococha",
  asked: Asked,
  dailyUnits: number = ordinaryDailyUnits,
  rule: Pick<SelectionRule, "stratify" | "requireChat"> = { stratify: null, requireChat: false },
): SelectionCost {
  const channelSizes = rule.stratify === "channelSize";
  if (platform === "pococha") return { calls: asked.source?.speech === undefined ? 1 : 3, units: null, days: null };
  if (platform === "twitch") {
    // A token, each name, and the pages; Twitch ends a list of its own accord where no bound is given.
    const searches = asked.categories.length + asked.channels.length;
    const pages = asked.candidates === null ? searches * 10 : Math.ceil(asked.candidates / 100) + searches;
    const listed = (searches > 0 ? pages * 100 : 0) + asked.videos.length;
    const others = (channelSizes ? listed : 0) + (rule.requireChat ? listed : 0);
    const calls = 1 + searches + (searches > 0 ? pages : 0) + asked.videos.length + others;
    return { calls, units: null, days: null };
  }
  const searches = asked.queries.length * Math.max(1, asked.windows.length);
  const pages = searches * (asked.pages ?? 10);
  const listed = pages * 50 + asked.videos.length;
  const lists = Math.ceil(listed / 50) * (channelSizes ? 2 : 1);
  const units = pages * unitsOf.search + lists * unitsOf.list;
  return { calls: pages + lists + (rule.requireChat ? listed : 0), units, days: Math.ceil(units / dailyUnits) };
}

const round = (value: number) => Math.round(value * 1000) / 1000;
