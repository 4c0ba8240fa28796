import type { Corpus } from "#lib/corpus/index.ts";
import type { ProgramEffects } from "#lib/effects/index.ts";
import type { Programs } from "../download/programs.ts";
import { checkCookieFile, checkDisk, checkStore } from "./checkPlaces.ts";
import { checkFfmpeg, checkTwitchDownloader, checkYtDlp } from "./checkTools.ts";
import type { Finding } from "./finding.ts";

/**
 * Looks at all that collecting needs, one finding a check, and changes nothing.
 *
 * @param options.folder where downloads are kept; it has to exist
 * @param options.token a name that nobody else uses, for an object that is written, read and deleted again
 *
 * @example
 * const findings = await checkUp({ programs: defaultPrograms, twitchDownloader: defaultTwitchDownloader, cookies: null, folder: ".", store, token: "a1", nodeVersion: process.version, effects, signal });
 */
export async function checkUp(options: {
  programs: Programs;
  twitchDownloader: string;
  cookies: string | null;
  folder: string;
  store: Corpus["store"];
  token: string;
  nodeVersion: string;
  effects: ProgramEffects;
  signal: AbortSignal;
}): Promise<Finding[]> {
  const { programs, twitchDownloader, cookies, folder, store, token, nodeVersion, effects, signal } = options;
  return [
    ...(await checkYtDlp(programs, effects, signal, nodeVersion)),
    await checkFfmpeg(programs, folder, effects, signal),
    await checkTwitchDownloader(twitchDownloader, effects, signal),
    await checkCookieFile(cookies, effects.clock.now().getTime()),
    await checkDisk(folder),
    await checkStore(store, token),
  ];
}
