import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Corpus, listSteps, openCorpus, readMessages, readVideo } from "#lib/corpus/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { makeCertificate } from "../collect/live/tlsServer.ts";
import { commandLine } from "../commandLine.ts";

const main = join(import.meta.dirname, "../../lib/cli/main.ts");
const video = { platform: "twitch", id: "4242" } as const;
const keyHex = "5e".repeat(32);

let folder: string;
let server: Server;
let certFile: string;
let corpus: Corpus;
let running: ChildProcess | null = null;
const sockets = new Set<TLSSocket>();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-capture-"));
  const { key, cert, certFile: file } = makeCertificate(folder);
  certFile = file;
  server = createServer({ key, cert }, chat);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const script = readFileSync(join(import.meta.dirname, "../collect/live/scriptedLive.cjs"), "utf8");
  writeFileSync(join(folder, "yt-dlp"), `#!${process.execPath}\n${script}`, { mode: 0o755 });
  writeFileSync(join(folder, "key"), keyHex);
  chmodSync(join(folder, "key"), 0o600);
  const tone = ["-f", "lavfi", "-i", "sine=frequency=440:duration=60:sample_rate=48000", "-c:a", "aac"];
  execFileSync("ffmpeg", ["-v", "error", ...tone, join(folder, "tone.ts")]);
  const store = openDirectoryStore(join(folder, "corpus"));
  corpus = await openCorpus(store, { create: true, key: Buffer.from(keyHex, "hex") });
});
afterEach(async () => {
  running?.kill("SIGKILL");
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

let said = 0;
/** Says something ten times a second. */
function chat(socket: TLSSocket): void {
  sockets.add(socket);
  socket.on("error", () => {});
  let heard = "";
  let timer: NodeJS.Timeout | null = null;
  socket.on("data", (piece) => {
    heard += piece;
    const nick = /NICK (\S+)/.exec(heard)?.[1];
    if (timer || !nick || !/JOIN #some_channel\r\n/.test(heard)) return;
    socket.write(`:${nick}!${nick}@${nick}.tmi.twitch.tv JOIN #some_channel\r\nPING :tmi.twitch.tv\r\n`);
    timer = setInterval(() => {
      const tags = `@display-name=Viewer_A;id=m${++said};tmi-sent-ts=${Date.now()};user-id=11`;
      socket.write(`${tags} :viewer_a!viewer_a@viewer_a.tmi.twitch.tv PRIVMSG #some_channel :word ${said}\r\n`);
    }, 100);
  });
  socket.on("close", () => timer && clearInterval(timer));
}

const state = (stream: object | null) => writeFileSync(join(folder, "state.json"), JSON.stringify({ stream }));

function start(...more: string[]) {
  const args = ["capture", "twitch", "some_channel", "--corpus", join(folder, "corpus"), "--key", join(folder, "key")];
  const { port } = server.address() as AddressInfo;
  const tools = ["--chat-server", `localhost:${port}`, "--yt-dlp", join(folder, "yt-dlp")];
  const child = spawn(process.execPath, ["--no-warnings", main, ...args, ...tools, ...more], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certFile },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running = child;
  const out = { text: "" };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (out.text += piece));
  return { child, out, ended: once(child, "close").then(([code]) => ({ code: code as number, text: out.text })) };
}

async function names(prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const name of corpus.store.list(`videos/twitch/${prefix}`)) found.push(name);
  return found;
}
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("It did not come to that in 60 s.");
}
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("a capture that is killed keeps what it has, the next one goes on, and Ctrl-C publishes all of it", async () => {
  state({ id: video.id, title: "Talk", channel_id: "77", timestamp: Math.floor(Date.now() / 1000) - 5 });
  const first = start("--basis", "permission");
  await until(async () => {
    const found = await names(`${video.id}/partial/`);
    return ["liveChat/", "liveAudio/000001/000001.bin"].every((part) => found.some((name) => name.includes(part)));
  });
  const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
  first.child.kill("SIGKILL");
  await first.ended;
  // Its output is closed, so yt-dlp ends with it.
  await until(() => !isRunning(pid));
  const heardFirst = said;
  const second = start("--basis", "permission", "--json");
  await until(() => said > heardFirst + 10);
  second.child.kill("SIGINT");
  const { code, text } = await second.ended;
  expect(text).toMatch(/"status":"partial"/);
  expect(code).toBe(0);
  const { chat, audio } = JSON.parse(text.trim().split("\n").at(-1)!);
  expect(chat.gaps.map(({ why }: { why: string }) => why)).toEqual([
    "the capture began after the stream",
    "the capture was ended without a word",
  ]);
  expect(audio.parts).toHaveLength(2);
  expect(audio.gaps.at(-1).toMs).toBeGreaterThan(audio.gaps[0].toMs);
  const numbers: number[] = [];
  for await (const message of readMessages(corpus, video)) numbers.push(Number(message.text.slice("word ".length)));
  // Of both runs, in order; what the kill took is less than the last seconds.
  expect(numbers[0]).toBeLessThan(5);
  expect(numbers.filter((one) => one <= heardFirst).length).toBeGreaterThan(10);
  expect(numbers.filter((one) => one > heardFirst).length).toBeGreaterThan(5);
  expect(await readVideo(corpus, video)).toMatchObject({
    ...{ title: "Talk", channelId: "77" },
    source: { basis: "permission", retentionDays: 1 },
  });
  expect((await listSteps(corpus, video)).map(({ record }) => `${record.step}.${record.variant}`).sort()).toEqual([
    "audio.live",
    "chat.import",
    "fetchChat.irc",
  ]);
  expect(await names(`${video.id}/partial/`)).toEqual([]);
}, 60_000);

test("where no stream runs, what a killed capture left of one that is over is published", async () => {
  state(null);
  const stream = { id: "4141", startedAt: "2026-01-01T00:00:00.000Z" };
  const partial = "videos/twitch/4141/partial/";
  await corpus.store.put(`${partial}capture.json`, Buffer.from(JSON.stringify({ channel: "some_channel", stream })));
  const line =
    "2026-01-01T00:00:05.000Z @id=a;tmi-sent-ts=1767225605000;user-id=11 :viewer_a!viewer_a@viewer_a.tmi.twitch.tv PRIVMSG #some_channel :word\n";
  const log = `# 2026-01-01T00:00:01.000Z joined\n${line}`;
  await corpus.store.put(`${partial}liveChat/000001.log.gz`, gzipSync(log));
  const { code, text } = await start("--basis", "own").ended;
  expect(text).toMatch(/twitch 4141\n {2}chat: partial, 1 lines, 1 s not heard in 1 gaps\n {2}audio: none/);
  expect(text).toMatch(/no running stream of some_channel/);
  expect(code).toBe(5);
  expect(await names("4141/partial/")).toEqual([]);
}, 30_000);

test("without a basis, and for what is no channel or no server, nothing is asked", async () => {
  const verb = ["capture", "twitch"];
  const to = ["--corpus", join(folder, "corpus"), "--key", join(folder, "key")];
  const bad: [string[], RegExp][] = [
    [["some_channel"], /--basis/],
    [["https://www.twitch.tv/some_channel", "--basis", "own"], /name of a Twitch channel/],
    [["--basis", "own", "--", "-x"], /name of a Twitch channel/],
    [["some_channel", "--basis", "own", "--chat-server", "nowhere"], /host:port/],
  ];
  for (const [args, message] of bad)
    expect(await commandLine([...verb, ...to, ...args])).toMatchObject({
      code: 2,
      err: expect.stringMatching(message),
    });
  expect(await names("")).toEqual([]);
});
