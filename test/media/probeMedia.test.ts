import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { probeMedia } from "#lib/media/index.ts";
import { scratchMedia, tone } from "./scratchMedia.ts";

const scratch = scratchMedia();
const picture = ["-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=3"];

test("says what a file holds", async () => {
  const path = scratch.make("both.mp4", ...tone(3, 22_050), ...picture, "-ac", "1", "-c:a", "aac");
  expect(await probeMedia(path, undefined, { needsAudio: true })).toEqual({
    container: "mov,mp4,m4a,3gp,3g2,mj2",
    durationMs: 3000,
    audio: { codec: "aac", sampleRateHz: 22_050, channels: 1 },
    video: { codec: "h264", width: 64, height: 48, framesPerSecond: 10 },
  });
});

test("refuses a file without sound only where sound is asked for", async () => {
  const path = scratch.make("silent.mp4", ...picture);
  expect((await probeMedia(path)).audio).toBeNull();
  await expect(probeMedia(path, undefined, { needsAudio: true })).rejects.toThrow(/found no audio track in it/);
});

test("opens a file under any name, and runs nothing that the name says", async () => {
  const names = [
    "$(touch PWNED).wav",
    'it\'s "quoted".wav',
    "two\nlines.wav",
    "-dash.wav",
    "100%d & ;.wav",
    "https:.wav",
  ];
  for (const name of names) scratch.make(name, ...tone(1, 8000));
  const found = await Promise.all(names.map((name) => probeMedia(scratch.path(name))));
  expect(found.map(({ durationMs }) => durationMs)).toEqual(names.map(() => 1000));
  expect(existsSync("PWNED")).toBe(false);
});

test.each([
  ["none.mp4", null, /found none \(ENOENT\)/],
  ["empty.mp4", "", /found an empty one/],
  ["text.mp4", "These are words, and no video at all.\n".repeat(20), /no index \(moov atom\)|another file/],
  ["list.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nwhole.wav\n#EXT-X-ENDLIST\n", /found a playlist/],
  ["list.wav", "ffconcat version 1.0\nfile whole.wav\n", /found a playlist/],
  ["far.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n", /a playlist/],
  ["words.txt", "plain words\n", /found another file|something else/],
])("refuses %s with the reason", async (name, text, reason) => {
  if (text !== null) writeFileSync(scratch.path(name), text);
  const asked = probeMedia(scratch.path(name));
  await expect(asked).rejects.toThrow(InputError);
  await expect(asked).rejects.toThrow(reason);
});

test("refuses a folder, and a file that holds no sound at all", async () => {
  mkdirSync(scratch.path("folder.mp4"));
  await expect(probeMedia(scratch.path("folder.mp4"))).rejects.toThrow(/found a folder/);
  const path = scratch.make("nothing.wav", ...tone(1, 8000), "-af", "atrim=end_sample=0");
  await expect(probeMedia(path)).rejects.toThrow(/zero length/);
});

test.each(["m4a", "mka", "flac", "mp3", "wav", "webm"])(
  "tells a %s that was cut off from a whole one",
  async (ending) => {
    const path = scratch.make(`long.${ending}`, ...tone(20, 48_000), "-movflags", "+faststart");
    expect((await probeMedia(path)).durationMs).toBeGreaterThan(19_900);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    await expect(probeMedia(path)).rejects.toThrow(/cut off/);
    expect((await probeMedia(path, undefined, { partial: true })).audio).not.toBeNull();
  },
);
