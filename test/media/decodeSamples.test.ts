import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { systemClock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { type DecodeOptions, decodeSamples, systemTools } from "#lib/media/index.ts";
import { scratchMedia, tone } from "./scratchMedia.ts";

const scratch = scratchMedia();

async function whole(path: string, options?: DecodeOptions): Promise<Float32Array> {
  const parts: number[] = [];
  for await (const samples of decodeSamples(path, options)) for (const one of samples) parts.push(one);
  return Float32Array.from(parts);
}

const loudest = (samples: Float32Array) => samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);

/** The processes of this machine that were started with a text among their arguments. */
function running(argument: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(argument);
    } catch {
      return false;
    }
  });
}

async function untilNone(argument: string): Promise<void> {
  const startMs = systemClock.monotonicMs();
  while (running(argument).length > 0) {
    expect(systemClock.monotonicMs() - startMs).toBeLessThan(10_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("gives the samples of a WAV as they are", async () => {
  const path = scratch.make("same.wav", ...tone(1, 16_000), "-c:a", "pcm_s16le");
  const stored = readFileSync(path);
  const data = stored.indexOf("data") + 8;
  const expected = Array.from({ length: 16_000 }, (_, i) => stored.readInt16LE(data + 2 * i) / 32_768);
  expect(Array.from(await whole(path))).toEqual(expected);
});

test.each([
  ["8 kHz", 8000, "mono"],
  ["stereo at 44.1 kHz", 44_100, "stereo"],
  ["5.1", 48_000, "5.1"],
  ["7.1", 48_000, "7.1"],
])("mixes %s to one channel that stays within bounds", async (_what, sampleRateHz, layout) => {
  const path = scratch.make(`${layout}.wav`, ...tone(2, sampleRateHz), "-af", `aformat=channel_layouts=${layout}`);
  const channels = layout === "5.1" ? 6 : layout === "7.1" ? 8 : layout === "stereo" ? 2 : 1;
  const full = scratch.make(
    `full ${layout}.wav`,
    ...["-f", "lavfi", "-i"],
    `aevalsrc=${Array(channels).fill("sin(2*PI*440*t)").join("|")}:c=${layout}:s=${sampleRateHz}:d=2`,
  );
  expect((await whole(path)).length).toBe(32_000);
  const loud = loudest(await whole(full));
  expect(loud).toBeGreaterThan(0.98);
  expect(loud).toBeLessThanOrEqual(1.01);
});

test("keeps the time line: sound that begins late, and a hole in it, are silence", async () => {
  const gap = "aselect='not(between(t,2,4))'";
  const path = scratch.make(
    "late.mkv",
    ...["-f", "lavfi", "-i", "testsrc=s=32x32:r=5:d=7", "-itsoffset", "1", ...tone(6, 16_000)],
    ...["-af", gap, "-c:a", "pcm_s16le", "-c:v", "libx264"],
  );
  const samples = await whole(path);
  const at = (fromMs: number, toMs: number) => loudest(samples.slice(fromMs * 16, toMs * 16));
  expect(samples.length / 16).toBeGreaterThan(6900);
  expect([at(0, 950), at(2100, 3900)].map((one) => one < 0.01)).toEqual([true, true]);
  expect([at(1050, 1900), at(4100, 6900)].map((one) => one > 0.9)).toEqual([true, true]);
});

test.each(["mp3", "m4a", "opus"])("a part of %s is that part of the whole, to the bit", async (ending) => {
  const path = scratch.make(`part.${ending}`, ...tone(5, 44_100), "-af", "vibrato=f=2");
  const all = await whole(path);
  const part = await whole(path, { startMs: 1234, durationMs: 2001 });
  expect(part.length).toBe(2001 * 16);
  expect(Buffer.from(part.buffer).equals(Buffer.from(all.slice(1234 * 16, (1234 + 2001) * 16).buffer))).toBe(true);
  expect((await whole(path, { startMs: 60_000 })).length).toBe(0);
});

test("decodes to another rate, as ffmpeg itself does", async () => {
  const path = scratch.make("rate.flac", ...tone(2, 44_100));
  const plain = ["-v", "error", "-i", path, "-ar", "24000", "-f", "f32le", "-"];
  const expected = execFileSync("ffmpeg", plain, { maxBuffer: 2 ** 24 });
  const found = await whole(path, { sampleRateHz: 24_000 });
  expect(Buffer.from(found.buffer).equals(expected)).toBe(true);
});

test("counts what could not be decoded, and goes on behind it", async () => {
  const path = scratch.make("hurt.mp3", ...tone(20, 44_100));
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 60_000, 80_000);
  writeFileSync(path, bytes);
  const decoded = decodeSamples(path);
  let samples = 0;
  for await (const piece of decoded) samples += piece.length;
  expect(samples).toBeGreaterThan(15 * 16_000);
  expect(decoded.report).toMatchObject({
    samples,
    messages: expect.arrayContaining([expect.stringMatching(/Error|[Ii]nvalid|Header/)]),
  });
  expect(decoded.report.errors).toBeGreaterThan(0);
});

test("makes ffmpeg wait for a reader that waits, and ends it when the reader leaves", async () => {
  const path = scratch.make("leave.wav", ...tone(120, 16_000));
  let most = 0;
  for await (const samples of decodeSamples(path)) {
    most = Math.max(most, samples.length);
    expect(running("leave.wav").length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(running("leave.wav").length).toBe(1);
    break;
  }
  expect(most).toBeLessThanOrEqual(65_536);
  await untilNone("leave.wav");
});

test("is ended by its signal, with ffmpeg", async () => {
  const path = scratch.make("abort.wav", ...tone(120, 16_000));
  const stop = new AbortController();
  const reading = (async () => {
    for await (const _ of decodeSamples(path, {}, stop.signal)) stop.abort(new Error("stopped by a person"));
  })();
  await expect(reading).rejects.toThrow("stopped by a person");
  await untilNone("abort.wav");
});

test("says that there is no sound, no file, no ffmpeg", async () => {
  const mute = scratch.make("mute.mp4", "-f", "lavfi", "-i", "testsrc=s=32x32:d=1");
  await expect(whole(mute)).rejects.toThrow(/without an audio track/);
  await expect(whole(scratch.path("none.wav"))).rejects.toThrow(/ENOENT/);
  const path = scratch.make("any.wav", ...tone(1, 8000));
  const tools = { ...systemTools, ffmpeg: scratch.path("no-ffmpeg") };
  const reading = decodeSamples(path, {}, undefined, tools)[Symbol.asyncIterator]().next();
  await expect(reading).rejects.toThrow(InputError);
  await expect(reading).rejects.toThrow(/Expected the program .*no-ffmpeg/);
});

test("says that ffmpeg hangs", async () => {
  const path = scratch.make("hang.wav", ...tone(1, 8000));
  writeFileSync(scratch.path("hanging"), `#!${process.execPath}\nsetInterval(() => {}, 1000);\n`, { mode: 0o755 });
  const tools = {
    ...systemTools,
    ffmpeg: scratch.path("hanging"),
    sleep: (ms: number, signal?: AbortSignal) => systemTools.sleep(ms / 300, signal),
  };
  const reading = decodeSamples(path, {}, undefined, tools)[Symbol.asyncIterator]().next();
  await expect(reading).rejects.toThrow(/gave no sound of .* for 120 s/);
  await untilNone(scratch.path("hanging"));
});
