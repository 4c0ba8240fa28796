import { seededRandom } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";

/** What goes wrong with a video: some of it passes, some makes the video unreachable, and some only cuts it short at first. */
export const faultsOf = {
  youtube: ["removed", "reset", "private", "tooMany", "short"],
  twitch: ["integrity", "gone", "tooMany", "down", "cutPage"],
  pococha: ["missing", "broken"],
} as const;
export type ShowFault = (typeof faultsOf)[keyof typeof faultsOf][number];

/** Why a video of these faults cannot be had, as its record has to say. */
export const unreachable: Partial<Record<ShowFault, RegExp>> = {
  removed: /\(gone\): ERROR: .*has been removed/,
  private: /\(private\): ERROR: .*Private video/,
  gone: /was deleted, has expired, or is private|\(gone\): ERROR: .*does not exist/,
  missing: /There is no /,
};

/** Gives faults to videos: to so many of each platform, drawn from the seed, each kind at least once before any comes twice. */
export function drawFaults(videos: readonly VideoKey[], count: number, seed: string): Map<string, ShowFault> {
  const drawn = new Map<string, ShowFault>();
  for (const platform of ["youtube", "twitch", "pococha"] as const) {
    const own = videos.filter((video) => video.platform === platform);
    const share = Math.round((count * own.length) / videos.length);
    const victims = seededRandom(`${seed}|${platform}`).shuffle(own).slice(0, share);
    const kinds = faultsOf[platform];
    for (const [i, video] of victims.entries()) drawn.set(nameOf(video), kinds[i % kinds.length]!);
  }
  return drawn;
}

export const nameOf = ({ platform, id }: VideoKey) => `${platform}/${id}`;
