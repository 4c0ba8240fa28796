import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

/** A folder for the tests of a file, and media in it made by ffmpeg itself: `make("a.mp4", "-f", "lavfi", "-i", "sine=d=2")`. */
export function scratchMedia() {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "livecorpus-media-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = (...parts: string[]) => join(folder, ...parts);
  return {
    path,
    make: (name: string, ...args: string[]): string => {
      execFileSync("ffmpeg", ["-v", "error", "-y", ...args, `file:${path(name)}`]);
      return path(name);
    },
  };
}

/** A tone of full scale, so that what happens to its loudness is seen. */
export function tone(seconds: number, sampleRateHz: number, hertz = 440): string[] {
  return ["-f", "lavfi", "-i", `aevalsrc=sin(2*PI*${hertz}*t):s=${sampleRateHz}:d=${seconds}`];
}
