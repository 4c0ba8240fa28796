import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { defaultPrograms, downloadAudio, downloadChat, probeMedia, remuxAudio } from "#lib/collect/index.ts";
import { PermanentError } from "#lib/errors.ts";
import { withServer } from "../loopback.ts";
import { makeTone, scratchDownload } from "./scratchDownload.ts";

const scratch = scratchDownload();
const real = (changes: object = {}) => scratch.options({ programs: defaultPrograms, ...changes });
const about = (url: string) => ({ url, name: "the audio of a tone", platform: "youtube" as const });

/** Serves a file; what is asked for from its beginning stops after `stopAt` bytes and never ends. */
function serve(path: string, stopAt: number, ranges: string[]) {
  const bytes = readFileSync(path);
  return ({ url, headers }: IncomingMessage, response: ServerResponse) => {
    if (url !== "/tone.m4a") return void response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0);
    const facts = { "content-type": "audio/mp4", "accept-ranges": "bytes", "content-length": bytes.length - from };
    ranges.push(headers.range ?? "");
    if (from === 0) return void response.writeHead(200, facts).write(bytes.subarray(0, stopAt));
    response.writeHead(206, { ...facts, "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
    response.end(bytes.subarray(from));
  };
}

test("the real yt-dlp is stopped in the middle, and the next run goes on where it was", async () => {
  makeTone(scratch.path("tone.m4a"));
  const bytes = readFileSync(scratch.path("tone.m4a"));
  const ranges: string[] = [];
  await withServer(serve(scratch.path("tone.m4a"), 60_000, ranges), async (url) => {
    const stop = new AbortController();
    const onProgress = (at: { bytes: number }) => at.bytes > 20_000 && stop.abort(new Error("stopped"));
    const first = downloadAudio(about(`${url}/tone.m4a`), real({ signal: stop.signal, onProgress }));
    await expect(first).rejects.toThrow("stopped");
    const found = await downloadAudio({ ...about(`${url}/tone.m4a`), durationMs: 20_000 }, real());
    expect(readFileSync(found.path).equals(bytes)).toBe(true);
    expect(found).toMatchObject({ duration: "right", media: { audioCodec: "aac" } });
    expect(Number(/\d+/.exec(ranges.at(-1)!)?.[0])).toBeGreaterThan(20_000);
  });
}, 60_000);

test("the real yt-dlp says that a video is gone, and reports a chat that is not there as a success", async () => {
  makeTone(scratch.path("tone.m4a"));
  await withServer(serve(scratch.path("tone.m4a"), 60_000, []), async (url) => {
    await expect(downloadAudio(about(`${url}/none.m4a`), real())).rejects.toThrow(PermanentError);
    expect((await downloadChat(about(`${url}/tone.m4a`), real())).path).toBeNull();
  });
}, 60_000);

test("a file whose length is told wrong is repaired by a new container, one that is cut short is called so", async () => {
  // Raw AAC has no index: its length is guessed from the silence at its beginning.
  const parts = [
    "-f",
    "lavfi",
    "-i",
    "anullsrc=r=8000:cl=mono:d=150",
    "-f",
    "lavfi",
    "-i",
    "anoisesrc=r=8000:d=100:seed=1",
  ];
  const joined = [
    "-filter_complex",
    "[0][1]concat=n=2:v=0:a=1",
    "-c:a",
    "aac",
    "-f",
    "adts",
    scratch.path("bin", "tone.m4a"),
  ];
  execFileSync("ffmpeg", ["-v", "error", "-y", ...parts, ...joined]);
  const options = scratch.options();
  const url = "https://www.youtube.com/watch?v=good_______";
  expect(await downloadAudio({ ...about(url), durationMs: 250_000 }, options)).toMatchObject({
    duration: "right",
    repaired: true,
  });
  const cut = await downloadAudio(
    { ...about(url), durationMs: 3_600_000 },
    scratch.options({ folder: scratch.path("cut") }),
  );
  expect(cut).toMatchObject({ repaired: false });
  expect(cut.duration).not.toBe("right");
});

test("a new container has the same bytes each time, and what is no media is refused", async () => {
  makeTone(scratch.path("tone.m4a"));
  const { effects, signal } = scratch.options();
  await mkdir(scratch.path("out"));
  const outs = [scratch.path("out", "a.m4a"), scratch.path("out", "b.m4a")];
  for (const out of outs) await remuxAudio("ffmpeg", scratch.path("tone.m4a"), out, effects, signal);
  expect(readFileSync(outs[0]!).equals(readFileSync(outs[1]!))).toBe(true);
  expect((await probeMedia("ffprobe", outs[0]!, effects, signal)).durationMs).toBeGreaterThan(19_900);
  // A playlist that names another file: neither program may follow it.
  await writeFile(scratch.path("list.m4a"), "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/x.ts\n#EXT-X-ENDLIST\n");
  await expect(probeMedia("ffprobe", scratch.path("list.m4a"), effects, signal)).rejects.toThrow(PermanentError);
});
