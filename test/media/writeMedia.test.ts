import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { cutMedia, decodeSamples, probeMedia, remuxMedia, wavBytes, writeWav } from "#lib/media/index.ts";
import { scratchMedia, tone } from "./scratchMedia.ts";

const scratch = scratchMedia();
const nasty = "-$(touch PWNED) 'it' \"is\"\nso";

test("cuts a part of a video to the millisecond, under any name, and says how far it is", async () => {
  const from = scratch.make("from.mp4", ...tone(6, 16_000), "-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=6");
  const to = scratch.path(`${nasty}.mp4`);
  const done: number[] = [];
  await cutMedia(from, to, { startMs: 1500, durationMs: 2500 }, { onProgress: (ms) => done.push(ms) });
  const found = await probeMedia(to);
  expect(found).toMatchObject({ audio: { codec: "aac" }, video: { codec: "h264" } });
  expect(Math.abs(found.durationMs! - 2500)).toBeLessThanOrEqual(100);
  expect(done.at(-1)).toBeGreaterThan(2300);
});

test("puts sound into a new container without touching it, the same bytes each time", async () => {
  const from = scratch.make("from.m4a", ...tone(3, 44_100));
  const [first, second] = [scratch.path(`${nasty}.m4a`), scratch.path("again.m4a")];
  for (const to of [first, second]) await remuxMedia(from, to);
  expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
  expect((await probeMedia(first)).audio?.codec).toBe("aac");
});

test("writes a WAV that holds what decodeSamples gives", async () => {
  const from = scratch.make("from.flac", ...tone(2, 44_100));
  await writeWav(from, scratch.path("to.wav"));
  const parts: Float32Array[] = [];
  for await (const samples of decodeSamples(from)) parts.push(samples);
  const samples = Float32Array.from(parts.flatMap((part) => Array.from(part)));
  const [ours, theirs] = [wavBytes(samples, 16_000), readFileSync(scratch.path("to.wav"))];
  expect(ours.length).toBe(theirs.length);
  const at = (bytes: Uint8Array, i: number) => new DataView(bytes.buffer, bytes.byteOffset).getInt16(44 + 2 * i, true);
  // ffmpeg rounds halves to even.
  const apart = Array.from(samples, (_, i) => Math.abs(at(ours, i) - at(theirs, i)));
  expect(apart.reduce((most, one) => Math.max(most, one))).toBeLessThanOrEqual(1);
  expect(Buffer.from(ours).subarray(0, 44).equals(theirs.subarray(0, 44))).toBe(true);
});

test("leaves nothing behind where it fails, and what was there as it was", async () => {
  const from = scratch.make("long.wav", ...tone(60, 16_000));
  const to = scratch.path("kept.wav");
  writeFileSync(to, "kept");
  const before = readdirSync(scratch.path("."));
  const stop = new AbortController();
  const stopped = { signal: stop.signal, onProgress: () => stop.abort(new Error("stopped")) };
  await expect(writeWav(from, to, stopped)).rejects.toThrow("stopped");
  await expect(writeWav(from, to, { maxBytes: 100_000 })).rejects.toThrow(/at most 100000 bytes/);
  await expect(cutMedia(from, to, { startMs: 0, durationMs: 0 })).rejects.toThrow(InputError);
  await expect(writeWav(from, scratch.path("none", "a.wav"))).rejects.toThrow(/Expected a folder/);
  const list = scratch.path("list.wav");
  writeFileSync(list, "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nlong.wav\n#EXT-X-ENDLIST\n");
  await expect(remuxMedia(list, to)).rejects.toThrow(/playlist/);
  expect(statSync(to).size).toBe(4);
  expect(readdirSync(scratch.path("."))).toEqual([...before, "list.wav"].sort());
});
