import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type DownloadOptions, defaultDownloadLimits } from "#lib/collect/index.ts";
import { systemClock, systemSleep } from "#lib/effects/index.ts";

/** 20 seconds of a tone as AAC, made by ffmpeg. */
export function makeTone(path: string): void {
  const input = ["-f", "lavfi", "-i", "sine=frequency=440:duration=20"];
  execFileSync("ffmpeg", ["-v", "error", "-y", ...input, "-ac", "1", "-c:a", "aac", "-fflags", "+bitexact", path]);
}

/** A folder for each test, with the scripted yt-dlp in it, and options that use it. */
export function scratchDownload() {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "livecorpus-download-"));
    await mkdir(join(folder, "bin"));
    const script = await readFile(join(import.meta.dirname, "scriptedYtDlp.cjs"), "utf8");
    await writeFile(join(folder, "bin", "yt-dlp"), `#!${process.execPath}\n${script}`, { mode: 0o755 });
  });
  afterEach(() => rm(folder, { recursive: true }));
  return {
    path: (...parts: string[]) => join(folder, ...parts),
    options: (changes: Partial<DownloadOptions> = {}): DownloadOptions => ({
      programs: { ytDlp: join(folder, "bin", "yt-dlp"), ffmpeg: "ffmpeg", ffprobe: "ffprobe" },
      effects: {
        clock: systemClock,
        sleep: systemSleep,
        env: { PATH: process.env.PATH, SECRET_TOKEN: "planted-in-env" },
      },
      signal: new AbortController().signal,
      folder: join(folder, "work"),
      cookies: null,
      limits: defaultDownloadLimits,
      ...changes,
    }),
    called: async (): Promise<{ args: string[]; env: Record<string, string>; folder: string }> =>
      JSON.parse(await readFile(join(folder, "bin", "called.json"), "utf8")),
    /** Leaves a file in a folder of its own, as a run that was killed does. */
    leave: async (inFolder: string, name: string, content: string): Promise<void> => {
      await mkdir(join(folder, inFolder), { recursive: true });
      await writeFile(join(folder, inFolder, name), content);
    },
    json: async (...parts: string[]): Promise<unknown> => JSON.parse(await readFile(join(folder, ...parts), "utf8")),
  };
}
