import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { InputError, RateLimitedError } from "#lib/errors.ts";
import type { Platform } from "#lib/records/index.ts";
import { type CookieFile, LoginError, readCookieFile } from "./cookieFile.ts";

/** The login to platforms, which a person may renew at any time. */
export interface LoginWatch {
  /**
   * Does something with the cookies as they are now.
   *
   * @throws RateLimitedError where the platform asks for a login and somebody waits for it to be renewed: it rests so long
   */
  with<T>(platform: Platform, act: (cookies: CookieFile | null) => Promise<T>): Promise<T>;
}

/**
 * Watches over the login in a cookie file. A platform that refuses it is not asked again before the file has changed.
 *
 * @param options.path null for no login
 * @param options.wait true to let the platform rest until the file is another one; else the LoginError is thrown
 * @param options.say told once for each refusal that is waited for
 */
export function watchLogin(options: {
  path: string | null;
  wait: boolean;
  restMs: number;
  say: (text: string) => void;
}): LoginWatch {
  const { path, wait, restMs, say } = options;
  const refused = new Map<Platform, { content: string; message: string }>();
  const rest = (platform: Platform, message: string) =>
    new RateLimitedError(`${platform} rests until ${path} is renewed. ${message}`, restMs);
  return {
    with: async (platform, act) => {
      if (path === null) return act(null);
      const content = await contentHash(path);
      const known = refused.get(platform);
      if (known?.content === content) throw rest(platform, known.message);
      try {
        return await act(await cookiesNow(path, platform));
      } catch (error) {
        if (!wait || !(error instanceof LoginError)) throw error;
        // Several downloads may have been under way with the same cookies.
        if (refused.get(platform)?.content !== content)
          say(`${error.message} Waiting for that; the other platforms go on.`);
        refused.set(platform, { content, message: error.message });
        throw rest(platform, error.message);
      }
    },
  };
}

/** Empty where the file cannot be read for now. */
async function contentHash(path: string): Promise<string> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  return createHash("sha256").update(bytes).digest("hex");
}

/** Whoever renews the file may be in the middle of it: that is no reason to stop the other platforms. */
async function cookiesNow(path: string, platform: Platform): Promise<CookieFile> {
  try {
    return await readCookieFile(path, platform);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new LoginError(error.message, { cause: error });
  }
}
