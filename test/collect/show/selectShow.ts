import { join } from "node:path";
import { expect } from "vitest";
import { readSelection } from "#lib/collect/index.ts";
import { openCorpus } from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { commandLine } from "../../commandLine.ts";
import type { Given } from "../http/loopbackServer.ts";
import { redirectedFetch } from "../http/redirectedFetch.ts";
import { startLoopbackHelix } from "../twitch/loopbackHelix.ts";
import { startLoopbackYoutube } from "../youtube/loopbackYoutube.ts";

/** What must be found nowhere afterwards. */
export const planted = {
  YOUTUBE_API_KEY: "AIzaPlantedSecretOfThisShow",
  TWITCH_CLIENT_ID: "app0of0this0show",
  TWITCH_CLIENT_SECRET: "planted0secret0of0this0show",
  token: "planted-token-",
  oldCookie: "planted-cookie-old",
  newCookie: "planted-cookie-new",
};
export const selections = ["show-youtube", "show-twitch", "show-pococha"] as const;

/** The length of every video of YouTube and Twitch. */
export const lengthSeconds = 100;

/** How many videos of each platform are chosen; the frames are twice as large. */
export interface ShowSizes {
  youtube: number;
  twitch: number;
  pococha: number;
}

/**
 * Chooses videos on the three platforms with `livecorpus select`, whose APIs fail on the way.
 *
 * @param at.folder the corpus is made in it
 * @param at.source the file that says where the files of Pococha are
 * @returns what was chosen, and all that was printed
 */
export async function selectShow(
  sizes: ShowSizes,
  at: { folder: string; source: string; env: Record<string, string>; seed: string; calm: boolean },
): Promise<{ chosen: VideoKey[]; said: string }> {
  const started = "2026-03-08T10:00:00Z";
  const ended = "2026-03-08T10:01:40Z";
  const ids = (count: number) => Array.from({ length: count * 2 }, (_, i) => i);
  const youtube = await startLoopbackYoutube(
    ids(sizes.youtube).map((i) => ({
      ...{ id: `-show${String(i).padStart(6, "0")}`, publishedAt: started, start: started, end: ended },
      ...{ duration: "PT1M40S", views: `${i}`, channel: `UC${i % 3}`, title: `talk ${i}` },
    })),
    planted.YOUTUBE_API_KEY,
  );
  const helix = await startLoopbackHelix(planted.TWITCH_CLIENT_ID, planted.TWITCH_CLIENT_SECRET);
  helix.videos = ids(sizes.twitch).map((i) => ({
    ...{ id: `${2_000_000 + i}`, user_id: `${i % 3}`, user_login: `streamer_${i % 3}`, title: "talk", view_count: i },
    ...{ created_at: started, language: "ja", type: "archive", duration: "1m40s", game_id: "509658" },
  }));
  if (!at.calm) {
    const echo: Given = { status: 500, body: `no, ${planted.YOUTUBE_API_KEY}` };
    youtube.faults = [echo, { status: 429, headers: { "Retry-After": "7" } }, { body: '{"items": [', cut: true }];
    const ended401: Given = { status: 401, body: { status: 401, message: `token ${planted.token}1 has ended` } };
    helix.faults = [{ status: 503, body: planted.TWITCH_CLIENT_SECRET }, ended401];
  }
  const clock = fixedClock("2026-03-10T12:00:00Z");
  let said = "";
  const select = async (platform: keyof ShowSizes, ...args: string[]) => {
    const common = ["--name", `show-${platform}`, "--basis", "permission", "--seed", at.seed];
    const own = ["--take", String(sizes[platform]), "--corpus", join(at.folder, "corpus"), "--key", at.env.KEY!];
    const { code, out, err } = await commandLine(["select", platform, ...common, ...own, ...args], {
      ...{ clock, env: at.env, sleep: async (ms) => clock.advance(ms) },
      fetch: redirectedFetch({
        ...{ "www.googleapis.com": youtube.url, "api.twitch.tv": helix.url, "id.twitch.tv": helix.url },
      }),
    });
    said += out + err;
    expect({ platform, code, err }).toEqual({ platform, code: 0, err: expect.any(String) });
  };
  try {
    const days = ["--from", "2026-03-01", "--to", "2026-03-10", "--window-days", "30"];
    await select("youtube", "--query", "talk", ...days);
    await select("twitch", "--category", "Just Chatting");
    await select("pococha", "--source", at.source);
  } finally {
    await Promise.all([youtube.close(), helix.close()]);
  }
  const corpus = await openCorpus(openDirectoryStore(join(at.folder, "corpus")));
  const found = await Promise.all(selections.map((name) => readSelection(corpus, name)));
  return { chosen: found.flatMap(({ chosen }) => chosen), said };
}
