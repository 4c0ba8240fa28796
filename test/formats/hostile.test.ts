import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  findFormat,
  mappedChat,
  mappedSpeech,
  parseColumnMapping,
  pocochaCsv,
  srt,
  twitchDownloaderJson,
  twitchDownloaderText,
  twitchIrc,
  vtt,
  whisperJson,
  youtubeJson3,
  youtubeLiveChat,
  zoomChat,
} from "#lib/formats/index.ts";
import { readAll } from "./readAll.ts";
import { readSpeech } from "./readSpeech.ts";

const kibi = 1024;
const mapping = parseColumnMapping("time: t\nend: e\ntimeUnit: milliseconds\ntext: m", "map.yaml");

describe("times that no stream has", () => {
  const json3 = (start: string, length: string, offset: string) =>
    `{"wireMagic":"pb3","events":[{"tStartMs":${start},"dDurationMs":${length},"segs":[{"utf8":"a"},{"utf8":" b","tOffsetMs":${offset}}]}]}`;

  it.each(["1.5", "1e-7", "1e21", "9007199254740993", "1e308", "-1e308"])(
    "%s ms is rounded or left out wherever captions have it",
    async (odd) => {
      for (const text of [json3(odd, "900", "300"), json3("0", odd, "300"), json3("0", "900", odd)])
        for (const { startMs, endMs, words = [] } of (await readSpeech(youtubeJson3, text)).utterances)
          for (const ms of [startMs, endMs, ...words.flatMap((word) => [word.startMs, word.endMs])])
            expect(Number.isSafeInteger(ms)).toBe(true);
    },
  );

  it("an utterance that starts after a billion hours has no time, one that ends there no end", async () => {
    const { utterances, skipped, noted } = await readSpeech(
      srt,
      "1\n999,999,999:00:00 --> 999,999,999:00:01\na\n\n2\n00:00:01,000 --> 999,999,999:00:01\nb\n",
    );
    expect(utterances).toEqual([{ index: 1, startMs: 1000, endMs: 1000, text: "b" }]);
    expect({ skipped, noted }).toEqual({ skipped: { "no-time": 1 }, noted: { "no-end": 1 } });
    expect((await readSpeech(mappedSpeech, "t,e,m\n1e300,2,a\n5,2e300,b\n", { mapping })).utterances).toEqual([
      { index: 1, startMs: 5, endMs: 5, text: "b" },
    ]);
  });

  it("a message after more than ten years is counted as one without a time", async () => {
    const log = await readAll(twitchDownloaderText, "[0:00:01] a: hi\n[999,999:00:00] a: late\n");
    expect([log.messages.length, log.skipped]).toEqual([1, { "bad-time": 1 }]);
    const clock = parseColumnMapping("time: t\ntext: m", "map.yaml");
    const mapped = await readAll(mappedChat, "t,m\n1:00,hi\n999999:00:00,late\n1e13,later\n", { mapping: clock });
    expect([mapped.messages.length, mapped.skipped]).toEqual([1, { "missing-time": 2 }]);
  });

  it("dates that no calendar has say nothing of the video", async () => {
    for (const date of [
      "2024-02-30T00:00:00Z",
      "2024-01-01T24:00:00Z",
      "2024-01-01T00:00Z",
      "2024-01-01T00:00:00+99:99",
    ])
      expect(
        (await readAll(twitchDownloaderJson, `{"video":{"id":"7","created_at":"${date}"},"comments":[]}`)).video,
      ).toEqual({ id: "7" });
    const { video } = await readAll(
      pocochaCsv,
      "live_id,user_id,text,comment_time,live_started_time,elapsed_seconds\n7,u,hi,x,2024-01-01 00:00:00+99:99,3\n",
    );
    expect(video).toEqual({ id: "7" });
  });

  it("an endless number of bits is no amount", async () => {
    const { messages } = await readAll(
      twitchDownloaderJson,
      '[{"content_offset_seconds":1,"message":{"body":"hi","bits_spent":1e999}}]',
    );
    expect(messages).toEqual([{ index: 0, atMs: 1000, author: { name: "" }, roles: [], kind: "text", text: "hi" }]);
    const donation = "msg-id=charitydonation;msg-param-donation-amount=1e999;msg-param-donation-currency=USD";
    const irc = await readAll(twitchIrc, `@${donation};tmi-sent-ts=1704067200000 :a!a@a USERNOTICE #c\n`);
    expect(irc.messages[0]?.amount).toBeUndefined();
  });
});

describe("lines made to be slow", () => {
  it.each([
    ["tags that never end", "<".repeat(400 * kibi)],
    ["voices that never end", "<v ".repeat(50 * kibi)],
    ["a voice of blanks", `<v${" ".repeat(400 * kibi)}`],
  ])("WebVTT: %s", async (_, line) => {
    const text = `WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n${line}\n`;
    expect((await readSpeech(vtt, text, {}, kibi * kibi)).utterances.length).toBeGreaterThan(0);
  });

  it.each([
    ["tags that never end", "<i ".repeat(100 * kibi)],
    ["positions that never end", "{\\".repeat(200 * kibi)],
  ])("SubRip: %s", async (_, line) => {
    const text = `1\n00:00:01,000 --> 00:00:02,000\nhello\n${line}\n`;
    expect((await readSpeech(srt, text, {}, kibi * kibi)).utterances.length).toBe(1);
  });

  it.each([
    ["recipients without end", "a to ".repeat(100 * kibi)],
    ["a name of blanks", `a${" ".repeat(400 * kibi)}x`],
  ])("Zoom: %s", async (_, line) => {
    const { messages } = await readAll(zoomChat, `00:00:01 From A to Everyone : hi\n00:00:02 From ${line}\n`);
    expect(messages.length).toBe(1);
    expect(findFormat({ text: `00:00:01 From A : hi\n`, whole: true }, "chat.txt")).toBe(zoomChat);
  });

  it("Whisper: fifty thousand words without a time", async () => {
    const words = Array.from({ length: 50_000 }, () => ({ word: "a" }));
    const text = JSON.stringify({ segments: [{ start: 1, end: 2, text: "a", words }] });
    expect((await readSpeech(whisperJson, text, {}, kibi * kibi)).utterances[0]?.words?.length).toBe(50_000);
  });
});

it("names that a format does not know are counted together after five hundred", async () => {
  const tags = (i: number) => `@t${i}=1;tmi-sent-ts=1704067200000 :a!a@a PRIVMSG #c :hi\n`;
  const irc = await readAll(twitchIrc, Array.from({ length: 2000 }, (_, i) => tags(i)).join(""));
  expect(irc.unknownFields["tags.*"]).toBe(1500);
  const fields = Array.from({ length: 2000 }, (_, i) => `"k${i}":1`).join(",");
  const whisper = await readSpeech(whisperJson, `{${fields},"segments":[{"start":0,"end":1,"text":"a"}]}`);
  expect(Object.keys(whisper.unknownFields).length).toBe(501);
});

describe("other ways to write a file", () => {
  it("lines that end by CR alone are lines", async () => {
    const log = "[0:00:01] a: hi\n[0:00:02] b: ho\n";
    const cues = "WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n\n00:02.000 --> 00:03.000\nthere\n";
    const old = (text: string) => text.replaceAll("\n", "\r");
    expect(await readAll(twitchDownloaderText, old(log))).toEqual(await readAll(twitchDownloaderText, log));
    expect(await readSpeech(vtt, Buffer.from(old(cues), "utf16le"))).toEqual(await readSpeech(vtt, cues));
  });

  it("gzip in gzip is read", async () => {
    const log = "[0:00:01] a: hi\n";
    expect((await readAll(twitchDownloaderText, gzipSync(gzipSync(log)))).messages.length).toBe(1);
  });

  it("a file without any text is said to have none", () => {
    for (const text of ["", "\n", " \r\n"])
      expect(() => findFormat({ text, whole: true }, "chat.json")).toThrow(/chat\.json.*found no text in it/);
  });
});

describe("a file of another format, named by mistake", () => {
  it("lines that are no WebVTT are counted", async () => {
    const { utterances, skipped } = await readSpeech(vtt, "[0:00:01] a: hi\n[0:00:02] b: ho\n[0:00:03] c: he\n");
    expect([utterances.length, skipped]).toEqual([0, { "stray-line": 2 }]);
  });

  it("records that are no captions or no actions are counted", async () => {
    const rows = '[{"author":"a","message":"hi"},{"author":"b","message":"ho"}]';
    expect((await readSpeech(youtubeJson3, rows)).skipped).toEqual({ "no-segment": 2 });
    expect((await readAll(youtubeLiveChat, rows)).skipped).toEqual({ "unknown-action": 2 });
  });
});
