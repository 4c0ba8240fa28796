import { z } from "zod";
import { AuthError, InputError } from "#lib/errors.ts";
import type { Candidate } from "#lib/records/index.ts";
import type { Helix } from "./helix.ts";

/**
 * The candidates with the followers of their channels, one call for each channel. Twitch tells everybody how many there are, and
 * only the channel who they are.
 *
 * @throws InputError where Twitch does not tell this application
 */
export async function addChannelFollowers(helix: Helix, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const sizes = new Map<string, number | null>();
  for (const { channelId } of candidates) {
    if (channelId === undefined || sizes.has(channelId)) continue;
    try {
      const { total } = await helix.page("channels/followers", { broadcaster_id: channelId, first: 1 }, z.unknown());
      sizes.set(channelId, total);
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      throw new InputError(
        `Twitch does not tell this application how many follow a channel: ${error.message} Stratify by something else.`,
        { cause: error },
      );
    }
  }
  return candidates.map((one) => {
    const channelSize = one.channelId === undefined ? null : (sizes.get(one.channelId) ?? null);
    return channelSize === null ? one : { ...one, channelSize };
  });
}
