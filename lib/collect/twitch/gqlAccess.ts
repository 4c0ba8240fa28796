import { parse } from "yaml";
import { z } from "zod";
import { InputError } from "#lib/errors.ts";

/**
 * How the comments of a Twitch VOD are asked for. The query belongs to Twitch's own player and is documented nowhere, so each
 * part may have to be renewed by the person: Twitch forgets old hashes, and guards client ids.
 */
export interface GqlAccess {
  readonly url: string;
  readonly clientId: string;
  /** Of the persisted query `VideoCommentsByOffsetOrCursor`. */
  readonly sha256Hash: string;
}

/** What Twitch's own player uses. */
export const defaultGqlAccess: GqlAccess = {
  url: "https://gql.twitch.tv/gql",
  clientId: "kimne78kx3ncx6brgo4mv6wki5h1ko",
  sha256Hash: "b70a3591ff0f4e0313d126c6a1502d79a1c02baebb288227c582044aa76adf6a",
};

const GqlFile = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).optional(),
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9]{10,64}$/)
    .optional(),
  sha256Hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/**
 * Reads a file (YAML or JSON) that says what differs from what Twitch's own player used: `clientId`, `sha256Hash`, `url`.
 *
 * @throws InputError for any other content
 */
export function parseGqlAccess(text: string, place: string): GqlAccess {
  try {
    const { url, clientId, sha256Hash } = GqlFile.parse(parse(text));
    return {
      url: url ?? defaultGqlAccess.url,
      clientId: clientId ?? defaultGqlAccess.clientId,
      sha256Hash: sha256Hash ?? defaultGqlAccess.sha256Hash,
    };
  } catch (cause) {
    throw new InputError(
      `${place}: expected clientId (letters and digits), sha256Hash (64 hexadecimal digits) or url, found something else.`,
      { cause },
    );
  }
}
