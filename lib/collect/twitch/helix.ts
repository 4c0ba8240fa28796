import { z } from "zod";
import type { Clock } from "#lib/effects/index.ts";
import { AuthError, InputError, PermanentError } from "#lib/errors.ts";
import type { HttpDoor } from "../http/httpDoor.ts";
import type { Refusal } from "../http/httpError.ts";

const tokenUrl = "https://id.twitch.tv/oauth2/token";
const base = "https://api.twitch.tv/helix";
/** Asked for anew this long before it ends. */
const earlyMs = 60_000;

const Token = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const Pages = z.object({
  total: z.number().int().nonnegative().optional(),
  pagination: z.object({ cursor: z.string().min(1).optional() }).optional(),
});

/** Twitch's official API. */
export interface Helix {
  /** One page; `next` is its cursor, null on the last page, and `total` how many rows there are where Twitch says so. */
  page<T>(
    path: string,
    query: HelixQuery,
    row: z.ZodType<T>,
  ): Promise<{ rows: T[]; next: string | null; total: number | null }>;
  /** How many calls were answered. */
  calls(): number;
}
export type HelixQuery = Readonly<Record<string, string | number | undefined>>;

/** An application of the Twitch developer console. */
export interface HelixAccess {
  clientId: string;
  clientSecret: string;
}

/**
 * Helix with a token of the application (client credentials), which is asked for when it is needed, shortly before it ends,
 * and once more when Twitch says that it has ended.
 *
 * @throws AuthError where Twitch refuses the id, the secret, or a token that it has just given
 */
export function makeHelix(door: HttpDoor, access: HelixAccess, clock: Clock): Helix {
  let token: { text: string; endsMs: number } | null = null;
  let calls = 0;
  async function tokenNow(): Promise<string> {
    if (token && clock.monotonicMs() < token.endsMs - earlyMs) return token.text;
    const { access_token: text, expires_in: seconds } = await door.json({
      what: "get a token of Twitch",
      url: tokenUrl,
      form: {
        client_id: access.clientId,
        client_secret: access.clientSecret,
        grant_type: "client_credentials",
      },
      answer: Token,
      explain: tokenError,
    });
    door.hide(text);
    // A token of less than a minute is used once.
    token = { text, endsMs: clock.monotonicMs() + seconds * 1000 };
    return text;
  }

  async function ask<T>(path: string, query: HelixQuery, answer: z.ZodType<T>, renewed: boolean): Promise<T> {
    const headers = { "Client-Id": access.clientId, Authorization: `Bearer ${await tokenNow()}` };
    const url = `${base}/${path}`;
    try {
      const found = await door.json({
        what: `list ${path} of Twitch`,
        url,
        query,
        headers,
        answer,
        explain: helixError,
      });
      calls++;
      return found;
    } catch (error) {
      if (!(error instanceof TokenEndedError)) throw error;
      if (renewed)
        throw new AuthError(`${error.message}. It was given a moment ago: check the application in Twitch's console.`);
      token = null;
      return ask(path, query, answer, true);
    }
  }

  return {
    page: async (path, query, row) => {
      const answer = Pages.extend({ data: z.array(row).default([]) });
      const { data, pagination, total } = await ask(path, query, answer, false);
      return { rows: data, next: pagination?.cursor ?? null, total: total ?? null };
    },
    calls: () => calls,
  };
}

class TokenEndedError extends Error {}

/** Twitch has nothing of that id: deleted, expired or private. */
export class NotThereError extends PermanentError {}

function helixError({ status, message }: Refusal): Error | null {
  if (status === 401) return new TokenEndedError(message);
  if (status === 404) return new NotThereError(`${message}.`);
  if (status === 400) return new InputError(`${message}. Check the options that were given.`);
  return null;
}

/** Twitch answers 400 to a wrong id, 403 to a wrong secret. */
function tokenError({ status, message }: Refusal): Error | null {
  if (status !== 400 && status !== 401 && status !== 403) return null;
  return new AuthError(
    `${message}. Twitch refuses the id or the secret of the application: check $TWITCH_CLIENT_ID and make a new ` +
      "$TWITCH_CLIENT_SECRET in its developer console.",
  );
}
