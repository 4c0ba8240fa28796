import { seededRandom } from "#lib/effects/index.ts";
import type { Candidate } from "#lib/records/index.ts";

/** What a simulated platform is to hold. */
export interface FrameOptions {
  platform: "youtube" | "twitch";
  videos: number;
  /** Streams began in the days before this time. */
  now: Date;
  days: number;
  seed: string;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
const titles = [
  "【雑談】のんびり話す夜",
  "朝の雑談、コーヒーとともに",
  "雑談しながら片付け",
  "Late night talk, bring tea",
  "비 오는 날 수다",
];

/**
 * A platform's finished streams, invented: views and lengths are skewed as they are (log-normal), a channel has several
 * streams, and a few lack a start, have ended just now, or are gone. Nothing in it is of a real video.
 *
 * @param options.days before `now` in which streams began
 */
export function simulateFrame({ platform, videos, now, days, seed }: FrameOptions): Candidate[] {
  const random = seededRandom(`${seed}|frame|${platform}`);
  const channels = Math.max(1, Math.round(videos / 4));
  const idOf = (n: number) =>
    platform === "twitch"
      ? String(9_800_000_000 + n)
      : `sim${Array.from({ length: 8 }, () => random.pick([...letters])).join("")}`;
  return Array.from({ length: videos }, (_, n): Candidate => {
    const id = idOf(n);
    const channel = 1 + Math.floor(channels * random.next() ** 2);
    const durationMs = Math.round(Math.min(12 * 3600, Math.max(240, 5400 * Math.exp(0.7 * random.normal())))) * 1000;
    const startMs = Math.floor((now.getTime() - random.next() * days * 86_400_000 - durationMs) / 1000) * 1000;
    const viewCount = Math.max(3, Math.round(900 * Math.exp(1.4 * random.normal())));
    const title = random.pick(titles);
    const odd = random.next();
    const facts = { platform, id, channelId: `UCsim${channel}`, channel: `channel ${channel}`, title, viewCount };
    if (odd < 0.02) return { ...facts, foundBy: "simulated", gone: true };
    if (odd < 0.05 && platform === "youtube") return { ...facts, foundBy: "simulated" };
    const startedAt = new Date(startMs).toISOString();
    const endedAt = new Date(startMs + durationMs).toISOString();
    return { ...facts, durationMs, startedAt, endedAt, language: "ja", foundBy: "simulated" };
  });
}
