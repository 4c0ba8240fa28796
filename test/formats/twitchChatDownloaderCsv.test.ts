import { expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { findFormat, twitchChatDownloaderCsv } from "#lib/formats/index.ts";
import { readChat } from "./reading.ts";

const header = "time,user_name,user_color,message";
const mapping = { time: "time", text: "message", timeUnit: "milliseconds" } as const;

test("seconds by default, milliseconds where the mapping says so", async () => {
  const text = `${header}\n1,viewer_a,#6BFF9A,"Hello world!"\n2.5,viewer_b,,"a, ""b"""\n-3,viewer_b,,early\n0:01:02,viewer_b,,clock\n`;
  const { messages, skipped } = await readChat(twitchChatDownloaderCsv, text);
  expect(messages.map(({ index, atMs, author, text }) => [index, atMs, author.name, text])).toEqual([
    [0, 1000, "viewer_a", "Hello world!"],
    [1, 2500, "viewer_b", 'a, "b"'],
    [2, -3000, "viewer_b", "early"],
    [3, 62_000, "viewer_b", "clock"],
  ]);
  expect(skipped).toEqual({});
  const inMs = await readChat(twitchChatDownloaderCsv, `${header}\n1500,viewer_a,,x\n`, { mapping });
  expect(inMs.messages[0]?.atMs).toBe(1500);
});

test("unescaped quotes give their rows, bad times and missing columns are counted", async () => {
  const { messages, skipped } = await readChat(
    twitchChatDownloaderCsv,
    `${header}\n1,viewer_a,,"say "hi" now"\nNaN,viewer_a,,x\n,viewer_a,,x\n7,viewer_a\n9,viewer_b,,fine\n`,
  );
  expect(messages.map(({ text }) => text)).toEqual(['say "hi" now', "fine"]);
  expect(skipped).toEqual({ "unescaped-quote": 1, "bad-offset": 2, "missing-message": 1 });
});

test("milliseconds read as seconds are an error that says what to do, one late row is only counted", async () => {
  const rows = Array.from({ length: 100 }, (_, at) => `${at * 60_000},viewer_a,,x`);
  const wrongUnit = readChat(twitchChatDownloaderCsv, [header, ...rows].join("\n"));
  await expect(wrongUnit).rejects.toThrow(InputError);
  await expect(wrongUnit).rejects.toThrow(/48 hours, found 97 of 100 .*timeUnit "milliseconds"/);
  const oneLate = await readChat(twitchChatDownloaderCsv, `${header}\n1,a,,x\n2,a,,x\n999999,a,,x\n`);
  expect(oneLate.messages).toHaveLength(2);
  expect(oneLate.skipped).toEqual({ "past-48-hours": 1 });
});

test("its header is recognised, also with quotes and Windows line ends", () => {
  for (const text of [`${header}\n`, `"time","user_name","user_color","message"\r\n1,a,,x\r\n`])
    expect(findFormat({ text, whole: true }, "chat.csv").name).toBe("twitchchatdownloader-csv");
});
