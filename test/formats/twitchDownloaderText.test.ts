import { expect, test } from "vitest";
import { findFormat, twitchDownloaderText } from "#lib/formats/index.ts";
import { readChat } from "./reading.ts";

test("relative stamps are offsets, also past a day", async () => {
  const { messages, skipped } = await readChat(
    twitchDownloaderText,
    "[0:00:00] Viewer_A: hello\r\n[1:02:03] viewer_b: see: this\r\n[25:00:00] 日本語名: \r\n",
  );
  expect(messages.map(({ index, atMs, author, text }) => [index, atMs, author.name, text])).toEqual([
    [0, 0, "Viewer_A", "hello"],
    [1, 3_723_000, "viewer_b", "see: this"],
    [2, 90_000_000, "日本語名", ""],
  ]);
  expect(skipped).toEqual({});
});

test("UTC stamps are times, short and full", async () => {
  const { messages } = await readChat(
    twitchDownloaderText,
    "[2026-01-01 10:00:00 UTC] viewer_a: x\n[2026-01-01 10:00:00.250 UTC] viewer_a: y\n",
  );
  expect(messages.map(({ sentAt }) => sentAt)).toEqual(["2026-01-01T10:00:00Z", "2026-01-01T10:00:00.250Z"]);
});

test("lines that are no message and stamps that are no time are counted", async () => {
  const { messages, skipped } = await readChat(
    twitchDownloaderText,
    "[0:00:01] viewer_a: x\n\nviewer_a: no stamp\n[0:99:01] viewer_a: x\n[1:00] x\n",
  );
  expect(messages).toHaveLength(1);
  expect(skipped).toEqual({ "bad-row": 2, "bad-time": 1 });
});

test("both stamps are recognised", () => {
  for (const text of ["[0:00:01] viewer_a: x\n", "[2026-01-01 10:00:00 UTC] viewer_a: x\n"])
    expect(findFormat({ text, whole: true }, "chat.txt").name).toBe("twitchdownloader-text");
});
