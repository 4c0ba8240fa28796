import { bareName } from "../pseudonym.ts";

/**
 * Accounts that speak in the chats of many channels and are their makers' bots there, as Twitch and YouTube show them, in
 * small letters: Nightbot, StreamElements, Streamlabs, Moobot, Fossabot and others that the lists of such bots agree on
 * (libtoxtmi's KnownBots, the well-established accounts of Twitch Insights).
 */
const names: ReadonlySet<string> = new Set([
  "botisimo",
  "deepbot",
  "fossabot",
  "moobot",
  "nightbot",
  "own3d",
  "phantombot",
  "restreambot",
  "sery_bot",
  "songlistbot",
  "soundalerts",
  "stay_hydrated_bot",
  "streamelements",
  "streamlabs",
  "wizebot",
]);

/**
 * True for an author's name that is known to be a bot's; asked at import, since names are pseudonyms from then on. Whole
 * names only: a channel's own bot has a name that no list can know, and "nightbot fan" is a person.
 *
 * @example
 * isKnownBot("@Nightbot"); // => true
 */
export function isKnownBot(name: string): boolean {
  return names.has(bareName(name).toLowerCase());
}
