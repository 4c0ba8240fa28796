import { statfs } from "node:fs/promises";
import type { Corpus } from "#lib/corpus/index.ts";
import { AuthError, InputError, PermanentError, TransientError } from "#lib/errors.ts";
import { readCookieFile } from "../download/cookieFile.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const soonMs = 2 * 86_400_000;
const littleGb = 20;
const leastGb = 2;

/** Whether a cookie file can be read, holds a login, and for how long that still counts. */
export async function checkCookieFile(path: string | null, nowMs: number): Promise<Finding> {
  const check = "cookies";
  if (path === null) return ok(check, "none given; only videos behind a login need them");
  const advice = "Log in with a browser and export its cookies into the same file, in Netscape's format (cookies.txt).";
  try {
    for (const platform of ["youtube", "twitch"] as const) {
      const { hasLogin, expiresMs } = await readCookieFile(path, platform);
      if (!hasLogin) continue;
      const until = expiresMs === null ? "the end of the browser's session" : new Date(expiresMs).toISOString();
      if (expiresMs !== null && expiresMs <= nowMs)
        return fail(check, `the login to ${platform} expired at ${until}`, advice);
      if (expiresMs !== null && expiresMs - nowMs < soonMs)
        return warn(check, `the login to ${platform} counts until ${until}`, advice);
      return ok(check, `a login to ${platform} until ${until}`);
    }
    return warn(check, `${path} holds no login to YouTube or Twitch`, advice);
  } catch (error) {
    if (error instanceof InputError) return fail(check, error.message, advice);
    throw error;
  }
}

/** Whether there is room for downloads; half an hour of audio takes about 30 MB. */
export async function checkDisk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const gb = Math.floor((bavail * bsize) / 1e9);
  const found = `${gb} GB free where downloads are kept`;
  const advice =
    "Make room, or name another folder with --downloads FOLDER; 200 streams of three hours take about 40 GB.";
  if (gb < leastGb) return fail("disk", found, advice);
  return gb < littleGb ? warn("disk", found, advice) : ok("disk", found);
}

/** Whether the corpus can be reached, read and written. */
export async function checkStore(store: Corpus["store"], token: string): Promise<Finding> {
  const name = `doctor/${token}.txt`;
  try {
    if ((await store.get("corpus.json")) === null)
      return warn(
        "store",
        `${store.location} can be asked, and holds no corpus yet`,
        "The first import or collect makes one.",
      );
    await store.create(name, Buffer.from(token));
    const back = await store.get(name);
    await store.delete(name);
    if (back === null || Buffer.from(back).toString() !== token)
      return fail(
        "store",
        `${store.location} gave back other bytes than were written`,
        "Do not use it; look at its disk.",
      );
    return ok("store", `${store.location} can be read and written`);
  } catch (error) {
    if (![InputError, PermanentError, TransientError, AuthError].some((known) => error instanceof known)) throw error;
    return fail("store", (error as Error).message, "Check --corpus, and the right to write there.");
  }
}
