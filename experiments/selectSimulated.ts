import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SelectionRequest, selectVideos } from "#lib/collect/index.ts";
import { openCorpus } from "#lib/corpus/index.ts";
import { fixedClock, seededRandom } from "#lib/effects/index.ts";
import type { Selection } from "#lib/records/index.ts";
import { simulateFrame, simulatePlatform } from "#lib/simulate/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

/**
 * A selection as `livecorpus select` makes it, on a platform that is simulated: the code is the one that asks the real
 * platform, only its network is not. It needs no key and leaves nothing behind.
 *
 * @param request what is chosen, and by which rule
 * @param world.videos finished streams that the platform has, of the `days` before `now`
 */
export async function selectSimulated(
  request: SelectionRequest & { platform: "youtube" | "twitch" },
  world: { name: string; videos: number; days: number; now: string },
): Promise<Selection> {
  const { platform } = request;
  const now = new Date(world.now);
  const frame = simulateFrame({ platform, videos: world.videos, now, days: world.days, seed: world.name });
  const clock = fixedClock(world.now);
  const random = seededRandom(world.name);
  const http = { fetch: simulatePlatform(frame, now), clock, sleep: async () => {}, random };
  const folder = await mkdtemp(join(tmpdir(), "livecorpus-select-"));
  try {
    const corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: new Uint8Array(32) });
    const access =
      platform === "youtube"
        ? { platform, key: "simulated-key", dailyUnits: 10_000, http }
        : { platform, clientId: "simulated", clientSecret: "simulated-secret", http };
    return await selectVideos({ corpus, name: world.name, request, access, basis: "own", clock });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
