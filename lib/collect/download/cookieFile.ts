import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AuthError, InputError } from "#lib/errors.ts";
import type { Platform } from "#lib/records/index.ts";

/** The platform asks for a login, or for a newer one: a person has to renew the cookie file. */
export class LoginError extends AuthError {}

/** What a cookie file says of the login to a platform; no cookie's value leaves this room. */
export interface CookieFile {
  readonly path: string;
  /** False where it has no cookie by which the platform knows a login. */
  readonly hasLogin: boolean;
  /** When the first of the login's cookies expires, in milliseconds since 1970; null where they end with the browser's session. */
  readonly expiresMs: number | null;
  /** Never to be printed. */
  readonly secrets: readonly string[];
}

const logins: Partial<Record<Platform, { domain: string; names: ReadonlySet<string> }>> = {
  youtube: {
    domain: "youtube.com",
    names: new Set(["SID", "__Secure-1PSID", "__Secure-3PSID", "SAPISID", "LOGIN_INFO"]),
  },
  twitch: { domain: "twitch.tv", names: new Set(["auth-token"]) },
};

/**
 * Reads a cookie file as browsers' add-ons export it (Netscape's format: seven columns, parted by tabs).
 *
 * @throws InputError for a file that is missing or of another format
 */
export async function readCookieFile(path: string, platform: Platform): Promise<CookieFile> {
  const text = await textOf(path).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`${path}: expected a cookie file, found none that can be read (${cause.code}).`, { cause });
  });
  const wrong = (line: number, why: string) =>
    new InputError(
      `${path}, line ${line}: expected a cookie file in Netscape's format, ${why}. Export it with an add-on that writes cookies.txt.`,
    );
  const login = logins[platform];
  const secrets: string[] = [];
  const expiries: number[] = [];
  let hasLogin = false;
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const row = line.replace(/^#HttpOnly_/, "");
    if (row.trim() === "" || row.startsWith("#")) continue;
    const columns = row.split("\t");
    // What is wrong is not shown: it may be a secret.
    if (columns.length !== 7) throw wrong(i + 1, `found ${columns.length} columns instead of 7`);
    const [domain = "", , , , expiry = "", name = "", value = ""] = columns;
    if (!/^-?\d+(\.\d+)?$/.test(expiry)) throw wrong(i + 1, "found a fifth column that is no time");
    if (value !== "") secrets.push(value);
    const isOwn = login && (domain === login.domain || domain.endsWith(`.${login.domain}`)) && login.names.has(name);
    if (!isOwn) continue;
    hasLogin = true;
    if (Number(expiry) > 0) expiries.push(Number(expiry) * 1000);
  }
  if (secrets.length === 0) throw wrong(1, "found no cookie");
  // The longest first, so that no secret leaves a rest of another.
  secrets.sort((a, b) => b.length - a.length);
  return { path, hasLogin, expiresMs: expiries.length > 0 ? Math.min(...expiries) : null, secrets };
}

/**
 * Refuses cookies that have expired.
 *
 * @throws LoginError saying which file to renew
 */
export function checkCookies({ path, expiresMs }: CookieFile, platform: Platform, nowMs: number): void {
  if (expiresMs === null || expiresMs > nowMs) return;
  throw new LoginError(
    `The login to ${platform} in ${path} expired at ${new Date(expiresMs).toISOString()}. Log in with a browser, export its cookies ` +
      "into the same file, and start again.",
  );
}

/** yt-dlp takes no cookie file without such a first line, which some add-ons leave out. */
const firstLine = "# Netscape HTTP Cookie File";

/** A copy of the cookies for one process, since yt-dlp writes into the file that it is given, while `use` works with it. */
export async function withCookieCopy<T>(
  cookies: CookieFile | null,
  folder: string,
  use: (path: string | null) => Promise<T>,
): Promise<T> {
  if (!cookies) return use(null);
  const copy = join(folder, "cookies.txt");
  const text = await textOf(cookies.path);
  try {
    await writeFile(copy, /^#( Netscape)? HTTP Cookie File/.test(text) ? text : `${firstLine}\n${text}`, {
      mode: 0o600,
    });
    return await use(copy);
  } finally {
    await rm(copy, { force: true });
  }
}

/** Without the mark that editors on Windows set before the first line, which yt-dlp takes for a part of it. */
const textOf = async (path: string) => (await readFile(path, "utf8")).replace(/^\ufeff/, "");
