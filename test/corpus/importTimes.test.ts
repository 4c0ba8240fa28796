import { describe, expect, test } from "vitest";
import { listVideos, makePseudonymiser, readVideo } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { key, scratchImport, video } from "./scratchImport.ts";

const { corpus, file, messages, run } = scratchImport();

describe("wall-clock times", () => {
  const log = "[2024-05-01 20:00:05] viewer_a: hello\n[2024-05-01 20:00:09] viewer_b: hi\n";
  const options = {
    mapping: {
      time: "time",
      text: "text",
      author: "author",
      pattern: "^\\[(?<time>[^\\]]+)\\] (?<author>\\w+): (?<text>.*)$",
    },
  };

  test("become offsets from the stream's start, in the zone of the log", async () => {
    await run([await file("log.txt", log)], {
      format: "mapped-chat",
      ...options,
      start: "2024-05-01 20:00",
      zone: "Asia/Tokyo",
    });
    expect((await messages()).map(({ atMs, sentAt }) => [atMs, sentAt])).toEqual([
      [5000, "2024-05-01T20:00:05+09:00"],
      [9000, "2024-05-01T20:00:09+09:00"],
    ]);
    expect((await readVideo(corpus(), video)).startedAt).toBe("2024-05-01T11:00:00.000Z");
  });

  test("that all lie before the start are a warning", async () => {
    const [step] = await run([await file("log.txt", log)], {
      format: "mapped-chat",
      ...options,
      start: "2024-05-01 20:00",
      zone: "America/New_York",
    });
    expect(step!.files[0]).toMatchObject({ lastMs: 9000, warnings: [] });
    const [wrong] = await run([await file("log.txt", log)], {
      format: "mapped-chat",
      ...options,
      start: "2024-05-01T20:00:00Z",
      zone: "Asia/Tokyo",
    });
    expect(wrong!.files[0]!.warnings).toEqual([expect.stringContaining("before the start")]);
  });

  test("need the start and the zone, and a start that is known serves the next import", async () => {
    const path = await file("log.txt", log);
    const chosen = { format: "mapped-chat", ...options };
    await expect(run([path], chosen)).rejects.toThrow(/--start/);
    await expect(run([path], { ...chosen, start: "2024-05-01T20:00:00+09:00" })).rejects.toThrow(/--zone/);
    await expect(run([path], { ...chosen, start: "2024-05-01 20:00", zone: "Asia/Tokio" })).rejects.toThrow(
      /Asia\/Tokio/,
    );
    expect(await listVideos(corpus())).toEqual([]);
    await run([path], { ...chosen, start: "2024-05-01 20:00", zone: "Asia/Tokyo" });
    const [again] = await run([path], { ...chosen, zone: "Asia/Tokyo" });
    expect(again!.unchanged).toBe(true);
    const [moved] = await run([path], { ...chosen, start: "2024-05-01 20:00:01", zone: "Asia/Tokyo" });
    expect(moved!.files[0]).toMatchObject({ firstMs: 4000 });
  });
});

describe("names with blanks", () => {
  test("are found in mentions wherever in the files their author first speaks", async () => {
    const zoom: VideoKey = { platform: "other", id: "call" };
    const chat =
      "00:00:05\tViewer B:\t@Viewer A (host) thanks @Viewer A\n00:00:09\tViewer A (host):\thi\n00:00:10\tViewer A:\t@Nobody Known\n";
    await run([await file("chat.txt", chat)], { video: zoom });
    const { name } = makePseudonymiser(key, "other");
    expect((await messages(zoom)).map(({ text }) => text)).toEqual([
      `@${name("Viewer A (host)")} thanks @${name("Viewer A")}`,
      "hi",
      `@${name("Nobody")} Known`,
    ]);
  });
});
