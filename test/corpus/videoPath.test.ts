import { describe, expect, test } from "vitest";
import { escapeId, videoOfPath, videoPath } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";

describe("a video's folder", () => {
  test("holds plain ids as they are", () => {
    expect(videoPath({ platform: "youtube", id: "a-B_9" })).toBe("videos/youtube/a-B_9");
  });

  test.each([
    "..",
    ".",
    "../../etc/passwd",
    "a/b",
    "a%2Fb",
    "nul\u0000",
    "配信 1",
    "😀",
    "C:\\x",
    "a.b",
    " ",
    "e\u0301",
    "é",
  ])("holds the id %j reversibly in one part without dots", (id) => {
    const path = videoPath({ platform: "other", id });
    expect(path).toMatch(/^videos\/other\/[A-Za-z0-9_%-]+$/);
    expect(videoOfPath(`${path}/raw/x`)).toEqual({ platform: "other", id });
  });

  test("differs for ids that differ", () => {
    const ids = ["a", "A", "a.", "a%2E", ".a", "a ", "é", "e\u0301", "%", "%25"];
    expect(new Set(ids.map(escapeId)).size).toBe(ids.length);
  });

  test("does not exist for an empty id or broken Unicode", () => {
    expect(() => escapeId("")).toThrow(InputError);
    expect(() => escapeId("\ud800")).toThrow(InputError);
  });

  test.each([
    "videos/nowhere/a/steps/x",
    "other/twitch/a",
    "videos/twitch",
    "videos/twitch/a.b/x",
    "videos/twitch/%41/x",
  ])("is not %j, which nobody wrote", (name) => {
    expect(videoOfPath(name)).toBeNull();
  });
});
