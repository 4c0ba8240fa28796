import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeSamples } from "#lib/media/index.ts";

/**
 * How long an hour of AAC in stereo takes to become mono samples at 16 kHz in this process, beside ffmpeg doing the same into
 * nowhere, run by run in turn. Prints one row of the table of main.ts. Argument: minutes (60).
 */
const minutes = Number(process.argv[2] ?? 60);
const runs = 3;

function ffmpeg(...args: string[]): number {
  const started = performance.now();
  const { status } = spawnSync("ffmpeg", ["-v", "error", "-nostdin", "-y", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("ffmpeg failed");
  return (performance.now() - started) / 1000;
}

async function bench(folder: string): Promise<void> {
  const path = join(folder, "hour.m4a");
  ffmpeg(
    "-f",
    "lavfi",
    "-i",
    `anoisesrc=r=44100:d=60:seed=1:a=0.1`,
    "-ac",
    "2",
    "-c:a",
    "aac",
    join(folder, "minute.m4a"),
  );
  ffmpeg("-stream_loop", String(minutes - 1), "-i", join(folder, "minute.m4a"), "-c", "copy", path);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    let samples = 0;
    for await (const piece of decodeSamples(path)) samples += piece.length;
    ours.push((performance.now() - started) / 1000);
    if (Math.abs(samples / 16_000 / 60 - minutes) > 0.1) throw new Error(`${samples} samples in ${minutes} minutes`);
    theirs.push(ffmpeg("-i", path, "-map", "0:a:0", "-ac", "1", "-ar", "16000", "-f", "f32le", "/dev/null"));
  }
  const ratio = ours.map((seconds, run) => seconds / theirs[run]!).sort((a, b) => a - b)[runs >> 1]!;
  const [least, leastPlain] = [Math.min(...ours), Math.min(...theirs)];
  console.log(
    `| ${minutes} minutes of AAC decoded to 16 kHz mono | ${least.toFixed(1)} s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB | ` +
      `ffmpeg into nowhere ${leastPlain.toFixed(1)} s | ${ratio.toFixed(2)} x ffmpeg, the median of ${runs} runs in turn | at most 1.5 x |`,
  );
  if (ratio > 1.5) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), "livecorpus-bench-"));
void bench(folder).finally(() => rmSync(folder, { recursive: true }));
