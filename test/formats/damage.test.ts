import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Random, seededRandom } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import {
  type ChatFormat,
  findFormat,
  openBytes,
  readHead,
  rechatCsv,
  twitchChatDownloaderCsv,
  twitchDownloaderJson,
  twitchDownloaderText,
  twitchGql,
  twitchIrc,
} from "#lib/formats/index.ts";
import { MessageKind } from "#lib/records/index.ts";
import { twitchLog } from "../bench/twitchLog.ts";
import { emptyReport, flat, pieces, readChat } from "./reading.ts";

const log = [...twitchLog({ messages: 12, seed: "damage|1" })].join("");
const node = (at: number) => ({
  node: { id: `c${at}`, contentOffsetSeconds: at, commenter: { id: "1" }, message: { fragments: [{ text: "か 😀" }] } },
});
const page = { data: { video: { id: "1", comments: { edges: [node(1), node(2), node(3)] } } } };
const irc = "@badges=vip/1;bits=5;emotes=1:0-1;tmi-sent-ts=1642786203573 :a!a@a.tmi.twitch.tv PRIVMSG #s :x か\n";

const samples: { format: ChatFormat; text: string }[] = [
  { format: twitchDownloaderJson, text: log },
  { format: twitchDownloaderJson, text: JSON.stringify(JSON.parse(log).comments, null, 1) },
  { format: twitchGql, text: JSON.stringify([page, page]) },
  { format: twitchGql, text: `${JSON.stringify(page)}\n${JSON.stringify(page)}\n` },
  { format: twitchIrc, text: irc.repeat(4) },
  { format: twitchIrc, text: "# Start logging at 2026-01-31\n[23:59:58] a: か\n[21. 11. 17. 오후 06:50:57] <b> x\n" },
  { format: twitchDownloaderText, text: "[0:00:01] viewer_a: x\n[2026-01-01 10:00:00 UTC] viewer_b: か\n" },
  { format: twitchChatDownloaderCsv, text: 'time,user_name,user_color,message\n1,a,#f,"x, ""y"""\n2,b,,"z\nか"\n' },
  { format: rechatCsv, text: "from,message,video-offset\na,x,100\nb,か,200\n" },
];

test("the synthetic file is one that the reader knows whole", async () => {
  const { messages, skipped, unknownFields, video } = await readChat(twitchDownloaderJson, log);
  expect(messages).toHaveLength(12);
  expect({ skipped, unknownFields }).toEqual({ skipped: {}, unknownFields: {} });
  expect(video).toMatchObject({ id: "2000000001", durationMs: 21_600_000, startedAt: "2026-01-01T00:00:00Z" });
  expect(log).toBe([...twitchLog({ messages: 12, seed: "damage|1" })].join(""));
});

test("a damaged file gives messages that are whole, or one error that names the file", async () => {
  const random = seededRandom("damage|2");
  const startMs = performance.now();
  let read = 0;
  let refused = 0;
  for (let round = 0; round < 150; round++)
    for (const { format, text } of samples) {
      const bytes = damaged(random.next() < 0.15 ? gzipSync(text) : Buffer.from(text), random);
      const options = { file: "chat.log", strict: random.next() < 0.2 };
      const size = 1 + random.below(bytes.length + 1);
      const report = emptyReport();
      const open = () => openBytes(pieces(bytes, size), report, options);
      try {
        const found = round % 2 === 0 ? format : findFormat(await readHead(open()), "chat.log");
        if (found.holds !== "chat") continue;
        const messages = await flat(found.read(open(), report, options));
        for (const message of messages) {
          expect(Number.isSafeInteger(message.atMs) || typeof message.sentAt === "string").toBe(true);
          expect(MessageKind.safeParse(message.kind).success).toBe(true);
          expect([typeof message.text, typeof message.author.name]).toEqual(["string", "string"]);
        }
        expect([...report.skipped.values()].every((times) => times > 0)).toBe(true);
        read++;
      } catch (error) {
        if (!(error instanceof InputError))
          throw new Error(`round ${round}: ${JSON.stringify(String(bytes))}`, { cause: error });
        expect(error.message).toContain("chat.log");
        refused++;
      }
    }
  expect(read).toBeGreaterThan(500);
  expect(refused).toBeGreaterThan(50);
  expect(performance.now() - startMs).toBeLessThan(20_000);
});

test("one wrong byte among two thousand messages costs at most two of them", async () => {
  const random = seededRandom("damage|3");
  const whole = Buffer.from([...twitchLog({ messages: 2000, seed: "damage|3" })].join(""));
  const lost: number[] = [];
  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(whole);
    bytes[1000 + random.below(bytes.length - 2000)] = random.pick([
      0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x00, 0xff,
    ]);
    const { messages } = await readChat(twitchDownloaderJson, bytes, {}, 1 << 16);
    lost.push(2000 - messages.length);
  }
  expect(Math.max(...lost)).toBeLessThanOrEqual(2);
  expect(Math.min(...lost)).toBeGreaterThanOrEqual(0);
});

/** A file that is cut off, has bytes changed, lost, doubled or put in, or several of these. */
function damaged(bytes: Buffer, random: Random): Buffer {
  let out = bytes;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(out.length + 1);
    const kind = random.below(5);
    if (kind === 0) out = out.subarray(0, at);
    else if (kind === 1) {
      out = Buffer.from(out);
      if (at < out.length) out[at] = random.next() < 0.5 ? random.below(256) : out[at]! ^ (1 << random.below(8));
    } else if (kind === 2) out = Buffer.concat([out.subarray(0, at), out.subarray(at + 1 + random.below(20))]);
    else if (kind === 3) out = Buffer.concat([out.subarray(0, at), out.subarray(Math.max(0, at - random.below(200)))]);
    else
      out = Buffer.concat([
        out.subarray(0, at),
        Buffer.from(random.pick(['"', "}", "]", "\0", "\n", ",", "NaN", "\\", "\uFEFF"])),
        out.subarray(at),
      ]);
  }
  return out;
}
