import { InputError } from "#lib/errors.ts";

/** What ffmpeg says of a file it cannot use, and what that means to the person who gave it; the first that fits counts. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [
    /\[(hls|dash|concat|concatf|sdp|rtsp|imf|webm_dash_manifest)\b.*not on whitelist/i,
    "found a playlist, which names other files. Give the media file itself",
  ],
  [/not on whitelist/i, "found something else, or a container that is not opened here"],
  [
    /moov atom not found/i,
    "found no index (moov atom): a file of another kind, or one that was cut off while it was written",
  ],
  [/matches no streams|does not contain any stream/i, "found a file without an audio track"],
  [/Permission denied/i, "found a file that may not be read"],
  [/End of file|Invalid data found|Invalid argument/i, "found another file, or a damaged one"],
];

/** The error for a media file that ffmpeg could not use; its own words come last. */
export function mediaError(path: string, stderr: string): InputError {
  const found = meanings.find(([said]) => said.test(stderr))?.[1] ?? "found a file that ffmpeg cannot use";
  return new InputError(
    `Expected an audio or video file at ${JSON.stringify(path)}, ${found}. ffmpeg: ${tailOf(stderr)}`,
  );
}

/** The last words of ffmpeg on one line; they are foreign text. */
function tailOf(stderr: string): string {
  return JSON.stringify(plainWords(stderr).trim().replace(/\s+/g, " ").slice(-300));
}

/** What ffmpeg says without what differs from run to run, and without our own list of containers. */
export function plainWords(said: string): string {
  return said.replace(/ @ 0x[0-9a-f]+/g, "").replace(/(Format not on whitelist) '[^']*'/g, "$1");
}
