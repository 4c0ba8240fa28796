import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";

export const mediaSeconds = 120;

/** Hertz of the tone in a second of the stream, so that a recording tells when it was made. */
export const toneOf = (second: number) => 400 + 20 * second;

/** A stream of segments of a second, whose tone says which second it is. */
export function makeSegments(folder: string): string {
  const to = join(folder, "segments");
  mkdirSync(to);
  const tone = `aevalsrc='0.5*sin(2*PI*(400+20*floor(t))*t)':s=48000:d=${mediaSeconds}`;
  const hls = ["-f", "hls", "-hls_time", "1", "-hls_list_size", "0", "-hls_segment_filename", join(to, "%03d.ts")];
  execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", tone, "-c:a", "aac", ...hls, join(to, "all.m3u8")]);
  return to;
}

/**
 * Serves the segments as a running stream: second n is there n seconds after `startMs`. While `down()` nothing is there.
 */
export function liveHls(segments: string, startMs: number, down: () => boolean) {
  return ({ url = "" }: IncomingMessage, response: ServerResponse) => {
    const name = /\/(\d{3}\.ts|live\.m3u8)$/.exec(url)?.[1];
    if (!name || down()) return void response.writeHead(404).end();
    if (name !== "live.m3u8")
      return void response.writeHead(200, { "content-type": "video/mp2t" }).end(readFileSync(join(segments, name)));
    const end = Math.min(mediaSeconds, Math.floor((Date.now() - startMs) / 1000));
    const from = Math.max(0, end - 5);
    const rows = Array.from({ length: end - from }, (_, i) => `#EXTINF:1,\n${String(from + i).padStart(3, "0")}.ts\n`);
    const head = `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:${from}\n`;
    response.writeHead(200, { "content-type": "application/vnd.apple.mpegurl" }).end(head + rows.join(""));
  };
}

/** The loudest frequency of each whole second of a file, in hertz, by numpy; 0 for silence. */
export function tonesOf(path: string): number[] {
  const program = `
import subprocess, sys, numpy
raw = subprocess.run(["ffmpeg", "-v", "error", "-i", sys.argv[1], "-ac", "1", "-ar", "48000", "-f", "s16le", "-"], stdout=subprocess.PIPE).stdout
x = numpy.frombuffer(raw, dtype="<i2").astype(float)
for i in range(len(x) // 48000):
    y = x[i * 48000 + 18000 : i * 48000 + 30000]
    print(0 if abs(y).max() < 100 else int(numpy.abs(numpy.fft.rfft(y)).argmax() * 4))
`;
  const said = execFileSync("/usr/bin/python3", ["-c", program, path], { encoding: "utf8" });
  return said.trim().split("\n").map(Number);
}
