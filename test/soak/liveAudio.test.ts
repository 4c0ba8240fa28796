import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { captureLiveAudio, collectLiveAudio, defaultPrograms, liveAudioStep } from "#lib/collect/index.ts";
import { type Corpus, latestStep, openCorpus, outputPath } from "#lib/corpus/index.ts";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { liveHls, makeSegments, tonesOf } from "../collect/live/liveHls.ts";
import { withServer } from "../collect/loopback.ts";

const video = { platform: "twitch", id: "4242" } as const;
const effects = {
  clock: systemClock,
  sleep: systemSleep,
  env: { PATH: process.env.PATH },
  random: seededRandom("live"),
};
const patience = { firstPauseMs: 200, longestPauseMs: 500, giveUpAfterMs: 20_000 };

let folder: string;
let corpus: Corpus;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-live-"));
  corpus = await openCorpus(openDirectoryStore(join(folder, "corpus")), { create: true, key: Buffer.alloc(32, 1) });
});
afterEach(() => rmSync(folder, { recursive: true }));

const publish = (startMs: number) =>
  collectLiveAudio(corpus, video, {
    ...{ basis: "permission", worker: "w", attempt: 1, programs: defaultPrograms, effects },
    signal: new AbortController().signal,
    stream: { id: video.id, startedAt: new Date(startMs).toISOString() },
  });
const pieces = async (part: string) => {
  for await (const name of corpus.store.list(`videos/twitch/${video.id}/partial/liveAudio/${part}/`))
    if (name.endsWith(".bin")) return true;
  return false;
};
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const endMs = Date.now() + 40_000; Date.now() < endMs; await systemSleep(100)) if (await holds()) return;
  throw new Error("It did not come to that in 40 s.");
}
const stored = async (name: string) => {
  const { record } = (await latestStep(corpus, video, liveAudioStep.step, liveAudioStep.variant))!;
  const path = join(folder, name);
  await corpus.store.download(outputPath(video, "audio", name, record.outputs[name]!.sha256), path);
  return path;
};

test("the audio of a running stream stays on the stream's clock over a break, by the real yt-dlp and ffmpeg", async () => {
  const segments = makeSegments(folder);
  const startMs = Date.now() - 8000;
  let isDown = false;
  await withServer(
    liveHls(segments, startMs, () => isDown),
    async (url) => {
      const stop = new AbortController();
      const troubles: string[] = [];
      const capturing = captureLiveAudio(corpus, video, {
        ...{ url: `${url}/live.m3u8`, programs: defaultPrograms, effects, signal: stop.signal, patience },
        onBreak: async (error) => void troubles.push(error.message),
      });
      await until(() => pieces("000001"));
      isDown = true;
      await until(async () => troubles.length > 0);
      await systemSleep(7000);
      isDown = false;
      await until(() => pieces("000002"));
      stop.abort();
      expect((await capturing).connections).toBeGreaterThan(1);
    },
  );
  const said = (await publish(startMs))!;
  expect(said).toMatchObject({ status: "partial", trouble: null });
  expect(said.parts).toHaveLength(2);
  expect(said.gaps[0]!.fromMs).toBe(0);
  const { fromMs: from, toMs: to } = said.gaps.at(-1)!;
  // Seven seconds and more, less the last ones before it, which HLS gives again.
  expect(to - from).toBeGreaterThan(3500);
  // How far each second of the recording runs behind: the same before and after the break, whatever was lost in it.
  const tones = tonesOf(await stored("audio.m4a"));
  const lags = tones.map((tone, second) => (tone === 0 ? null : second - (tone - 400) / 20));
  const before = lags.slice(0, Math.floor(from / 1000)).filter((lag) => lag !== null);
  const after = lags.slice(Math.ceil(to / 1000)).filter((lag) => lag !== null);
  expect(before.length).toBeGreaterThan(3);
  expect(after.length).toBeGreaterThan(3);
  // Segments are a second long, and a busy machine starts programs late.
  for (const lag of [...before, ...after]) expect(Math.abs(lag - before[0]!)).toBeLessThan(3);
  // The parts are what came, untouched: the sound in the joined file is theirs, frame for frame.
  const hashes = (path: string) =>
    execFileSync("ffmpeg", ["-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "framehash", "-"], {
      encoding: "utf8",
    })
      .split("\n")
      .filter((line) => /^0,/.test(line))
      .map((line) => line.split(",").at(-1)!.trim());
  execFileSync("ffmpeg", ["-v", "error", "-i", await stored("part0001.ts"), "-c", "copy", join(folder, "one.m4a")]);
  const joined = new Set(hashes(join(folder, "audio.m4a")));
  const one = hashes(join(folder, "one.m4a"));
  expect(one.length).toBeGreaterThan(100);
  expect(one.filter((hash) => !joined.has(hash))).toEqual([]);
}, 120_000);
