import { expect, test } from "vitest";
import { importFiles, readVideo } from "#lib/corpus/index.ts";
import { scratchImport, video } from "./scratchImport.ts";

const { corpus, file } = scratchImport();

const chat = JSON.stringify({
  FileInfo: { Version: { Major: 1, Minor: 4, Patch: 0 } },
  streamer: { name: "viewer_s", id: 5 },
  video: { title: "A stream", id: "1", length: 100, created_at: "2025-01-01T00:00:00Z" },
  comments: [
    {
      _id: "a",
      content_offset_seconds: 1,
      commenter: { display_name: "viewer_a", _id: "7", name: "viewer_a" },
      message: { body: "hello", bits_spent: 0, fragments: [{ text: "hello", emoticon: null }] },
    },
  ],
});
const speech = JSON.stringify({ text: "hi", language: "ja", segments: [{ id: 0, start: 1, end: 2, text: "hi" }] });

/** A clock whose every look takes so many milliseconds, as on a machine of that speed. */
function clockOf(stepMs: number) {
  let nowMs = Date.parse("2026-01-01T00:00:00Z");
  return {
    now: () => {
      nowMs += stepMs;
      return new Date(nowMs);
    },
    monotonicMs: () => nowMs,
  };
}

test("what is known of a video is the same text on a fast machine and on a slow one", async () => {
  const files = [await file("chat.json", chat), await file("talk.json", speech)];
  const texts = [];
  for (const [i, stepMs] of [0, 7].entries()) {
    const own = { ...video, id: `v${i}` };
    await importFiles({ corpus: corpus(), video: own, files, clock: clockOf(stepMs) });
    texts.push(JSON.stringify({ ...(await readVideo(corpus(), own)), id: "" }));
  }
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).toContain('"title":"A stream"');
});

test("the platform's word on a video counts more than the transcript's of the same call", async () => {
  const other = JSON.stringify({ ...JSON.parse(chat), video: { ...JSON.parse(chat).video, language: "en" } });
  const files = [await file("chat.json", other), await file("talk.json", speech)];
  await importFiles({ corpus: corpus(), video, files, clock: clockOf(0) });
  const known = await readVideo(corpus(), video);
  expect(known.language).toBe("en");
  expect(known.title).toBe("A stream");
});
