import { createReadStream } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findFormat, openBytes, type RawMessage, readHead } from "#lib/formats/index.ts";
import { emptyReport, flat } from "../formats/reading.ts";

const real = process.env.LIVECORPUS_REAL ?? "";

async function read(name: string) {
  const file = join(real, "chat", name);
  const options = { file, strict: true };
  const report = emptyReport();
  const open = () => openBytes(createReadStream(file), report, options);
  const format = findFormat(await readHead(open()), file);
  if (format.holds !== "chat") throw new Error(`${name} was taken for speech (${format.name})`);
  const messages: RawMessage[] = await flat(format.read(open(), report, options));
  const kinds: Record<string, number> = {};
  for (const { kind } of messages) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const authors = new Set(messages.map(({ author }) => author.id ?? author.name)).size;
  expect([...report.skipped, ...report.unknownFields]).toEqual([]);
  return { format: format.name, messages, authors, kinds, video: report.video };
}

test("the TwitchDownloader log of northernlion has its known counts", async () => {
  const { format, messages, authors, kinds, video } = await read("northernlion_1087079172.json");
  expect({ format, messages: messages.length, authors, kinds }).toEqual({
    format: "twitchdownloader-json",
    messages: 3090,
    authors: 836,
    kinds: { text: 3069, membership: 21 },
  });
  expect(messages.at(-1)?.atMs).toBe(2_922_000);
  expect(video).toMatchObject({
    id: "1087079172",
    language: "en",
    durationMs: 2_938_000,
    startedAt: "2021-07-15T01:59:24Z",
  });
});

test("the bare array of csharpfritz has its known counts and its one message with bits", async () => {
  const { format, messages, authors, kinds, video } = await read("csharpfritz_518790713.json");
  expect({ format, messages: messages.length, authors, kinds }).toEqual({
    format: "twitchdownloader-json",
    messages: 375,
    authors: 57,
    kinds: { text: 374, paid: 1 },
  });
  expect([messages[0]?.atMs, messages.at(-1)?.atMs]).toEqual([128_861, 7_523_180]);
  expect(messages.filter(({ kind }) => kind === "paid").map(({ amount, currency }) => [amount, currency])).toEqual([
    [1001, "BITS"],
  ]);
  expect(video.id).toBe("518790713");
});

test("the log of madcookie has its known count, in order and in local time", async () => {
  const { format, messages } = await read("madcookie_1207493378.txt");
  expect({ format, messages: messages.length }).toEqual({ format: "twitch-irc", messages: 26_050 });
  expect([messages[0]?.sentAt, messages.at(-1)?.sentAt]).toEqual(["2021-11-17T06:50:57", "2021-11-17T11:10:43"]);
  const times = messages.map(({ sentAt }) => sentAt ?? "");
  expect(times.every((time, at) => at === 0 || time >= times[at - 1]!)).toBe(true);
});
