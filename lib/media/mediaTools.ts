import { type ProgramEffects, systemClock, systemSleep } from "#lib/effects/index.ts";

/** The two programs behind this room, names that the system finds or paths, and what starting them needs of the world. */
export interface MediaTools extends ProgramEffects {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

/** The ffmpeg of this machine. */
export const systemTools: MediaTools = {
  ffmpeg: "ffmpeg",
  ffprobe: "ffprobe",
  clock: systemClock,
  sleep: systemSleep,
  env: process.env,
};
