import { AuthError, InputError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { LoginError } from "./cookieFile.ts";
import { redact } from "./redact.ts";

/** Why yt-dlp failed, as far as its words say. */
export type Trouble =
  | "gone"
  | "notYet"
  | "private"
  | "login"
  | "rateLimited"
  | "toolTooOld"
  | "formatMissing"
  | "noSpace"
  | "transient"
  | "unknown";

/** Asked in order: the first whose words are there decides. */
const tellingWords: readonly (readonly [Trouble, RegExp])[] = [
  ["noSpace", /No space left on device|Errno 28\b|Disk quota exceeded/i],
  ["rateLimited", /HTTP Error 429|Too Many Requests|rate[- ]?limited|content isn['’]t available, try again later/i],
  ["login", /confirm you['’]re not a bot|cookies are no longer valid|account cookies .*expired|HTTP Error 401/i],
  [
    "private",
    /private video|video is private|members[- ]only|join this channel|subscriber[- ]only|subscribers? only|only available to|confirm your age|age[- ]restricted|requires payment|rent this|login required|log ?in to|not available in your (?:country|region)|geo[- ]?restrict/i,
  ],
  ["notYet", /live event will begin|premieres in|this live stream recording is not available|offline|is live now/i],
  [
    "gone",
    /video unavailable|has been removed|no longer available|account .*terminated|does not exist|been deleted|HTTP Error 404|HTTP Error 410|video .*not found/i,
  ],
  [
    "toolTooOld",
    /nsig extraction failed|signature extraction failed|JavaScript runtime|Unable to extract|failed to extract any player response|no such option/i,
  ],
  [
    "formatMissing",
    /Requested format is not available|No video formats found|missing a URL|only images are available/i,
  ],
  [
    "transient",
    /timed? ?out|connection (?:reset|refused|aborted)|IncompleteRead|bytes read, .* more expected|temporary failure|network is unreachable|remote end closed|HTTP Error (?:403|5\d\d)|unable to download|giving up after|content too short/i,
  ],
];

/** The trouble in what yt-dlp said: in its errors, else, since it warns of what it then stumbles over, in all of it. */
export function troubleOf(said: string): Trouble {
  const lines = said.split("\n");
  const errors = lines.filter((line) => line.startsWith("ERROR")).join("\n");
  for (const text of [errors, said])
    for (const [trouble, pattern] of tellingWords) if (pattern.test(text)) return trouble;
  return "unknown";
}

/** YouTube's limit of videos a session is lifted after up to an hour, other limits after a quarter of one. */
const sessionRests = 4;

/**
 * The error for what yt-dlp said.
 *
 * @param what was to be fetched, e.g. `the audio of youtube abc`
 * @param words its last words, without the secrets that are known; those in addresses are hidden here
 * @param cookies the file that a person may have to renew
 * @param restMs how long a platform rests that limits us, since yt-dlp does not tell how long it asked for
 */
export function ytDlpError(what: string, words: string, cookies: string | null, restMs: number): Error {
  const said = redact(words, []);
  const trouble = troubleOf(said);
  const last = said
    .split("\n")
    .filter((line) => line.startsWith("ERROR"))
    .at(-1);
  const found = `yt-dlp could not fetch ${what} (${trouble}): ${(last ?? said.trim().split("\n").at(-1) ?? "").slice(0, 400)}`;
  switch (trouble) {
    case "gone":
    case "private":
    case "formatMissing":
      return new PermanentError(found);
    case "notYet":
      return new PermanentError(`${found} It is not over yet: collect it when it is.`);
    case "login":
      return new LoginError(
        cookies === null
          ? `${found} The platform asks for a login: export the cookies of a browser that is logged in and name them with --cookies FILE.`
          : `${found} Log in with a browser again and export its cookies into ${cookies}.`,
      );
    case "rateLimited":
      return new RateLimitedError(found, /try again later/i.test(said) ? sessionRests * restMs : restMs);
    case "toolTooOld":
      // The class that stops one platform until a person has renewed something; the others go on.
      return new AuthError(
        `${found} yt-dlp seems to be too old for this platform: renew it; livecorpus doctor checks it.`,
      );
    case "noSpace":
      return new InputError(`${found} The disk is full: make room, and start again.`);
    default:
      return new TransientError(found);
  }
}
