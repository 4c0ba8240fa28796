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
