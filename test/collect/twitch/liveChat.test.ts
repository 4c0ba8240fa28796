import { mkdtemp, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { captureLiveChat, collectLiveChat, type LiveOptions } from "#lib/collect/index.ts";
import { type Corpus, openCorpus, readMessages } from "#lib/corpus/index.ts";
import { fixedClock, seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { InputError, PermanentError, TransientError } from "#lib/errors.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { quickEffects } from "../loopback.ts";
import { type Scene, said, withIrc } from "./loopbackIrc.ts";

const video = { platform: "twitch", id: "live-1" } as const;
const effects = { clock: systemClock, sleep: systemSleep, random: seededRandom("irc") };
const patience = { firstPauseMs: 20, longestPauseMs: 50, giveUpAfterMs: 5000 };

let folder: string;
let corpus: Corpus;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-live-"));
  corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: Buffer.alloc(32, 1) });
});
afterEach(() => rm(folder, { recursive: true }));

/** Captures until the scenes are over; the last one gets `stop`. */
function capture(scenes: Scene[], changes: Partial<LiveOptions> = {}, on = corpus) {
  const stop = new AbortController();
  const last: Scene = async (socket, heard) => {
    await scenes.at(-1)!(socket, heard);
    // A word that is answered last: all before it has been taken in by then.
    socket.write("PING :end\r\n");
    while (!(await heard()).includes("PONG :end"));
    stop.abort();
  };
  return withIrc([...scenes.slice(0, -1), last], async ({ connect, hellos }) => {
    const options = { channel: "channel_a", connect, effects, signal: stop.signal, patience, ...changes };
    return { ...(await captureLiveChat(on, video, options)), hellos };
  });
}
const finish = () =>
  collectLiveChat(corpus, video, {
    ...{ basis: "permission", worker: "w", attempt: 1, startedAt: "2026-01-01T00:00:00Z" },
    clock: fixedClock("2026-01-02T00:00:00Z"),
  });
async function messages() {
  const found: { atMs: number; text: string }[] = [];
  for await (const { atMs, text } of readMessages(corpus, video)) found.push({ atMs, text });
  return found;
}
async function partials(): Promise<string[]> {
  const found: string[] = [];
  for await (const name of corpus.store.list(`videos/twitch/${video.id}/partial/`)) found.push(name);
  return found;
}
const pause = () => systemSleep(5);

describe("the chat of a running stream", () => {
  test("is read without an account, answered where the server asks, and imported with its times", async () => {
    const found = await capture([
      async (socket, heard) => {
        socket.write("PING :are you there\r\n");
        expect(await heard()).toBe("PONG :are you there\r\n");
        socket.write(said("m1", 5, "hello") + said("m2", 6, "こんにちは"));
      },
    ]);
    expect(found.hellos[0]).toMatch(
      /^CAP REQ :twitch\.tv\/tags twitch\.tv\/commands\r\nPASS \S+\r\nNICK justinfan\d{5}\r\nJOIN #channel_a\r\n$/,
    );
    expect(found).toMatchObject({ connections: 1, breaks: [] });
    expect(await partials()).toHaveLength(1);
    expect(await finish()).toMatchObject({ lines: 4, notes: [], gaps: [{ from: "2026-01-01T00:00:00Z" }] });
    expect(await messages()).toEqual([
      { atMs: 5000, text: "hello" },
      { atMs: 6000, text: "こんにちは" },
    ]);
    expect(await partials()).toEqual([]);
  });

  test("loses no line that came in halves, also within a letter", async () => {
    const bytes = Buffer.from(said("m1", 1, "日本語") + said("m2", 2, "x"));
    await capture([
      async (socket: Socket) => {
        socket.setNoDelay();
        for (let at = 0; at < bytes.length; at += 37) {
          socket.write(bytes.subarray(at, at + 37));
          await pause();
        }
      },
    ]);
    await finish();
    expect((await messages()).map(({ text }) => text)).toEqual(["日本語", "x"]);
  });

  test("goes on after a broken connection and after RECONNECT; the breaks are on record, and it is called partial", async () => {
    const found = await capture([
      (socket) =>
        void socket.write(said("m1", 1, "one") + said("m2", 2, "cut off").slice(0, 40), () => socket.destroy()),
      (socket) => void socket.write(`${said("m2", 2, "two")}:tmi.twitch.tv RECONNECT\r\n`),
      (socket) => void socket.resetAndDestroy(),
      (socket) => void socket.write(said("m2", 2, "two") + said("m3", 3, "three")),
    ]);
    expect(found.connections).toBe(4);
    expect(found.breaks.length).toBeGreaterThanOrEqual(2);
    const coverage = (await finish())!;
    expect(coverage.status).toBe("partial");
    // The stream's beginning, and each break with its end.
    expect(coverage.gaps.slice(1)).toEqual(found.breaks.map(() => expect.objectContaining({ why: expect.anything() })));
    for (const { from, to } of coverage.gaps) expect(Date.parse(from)).toBeLessThan(Date.parse(to));
    expect(coverage.notes.join("\n")).toMatch(/within a line[\s\S]*asked to connect again/);
    // Said twice, kept once.
    expect((await messages()).map(({ text }) => text)).toEqual(["one", "two", "three"]);
  });

  test("in a flood is kept whole, in pieces of a bounded size", async () => {
    const many = 20_000;
    await capture([
      (socket) => {
        for (let i = 0; i < many; i++) socket.write(said(`m${i}`, i, `text ${i}`));
      },
    ]);
    expect((await partials()).length).toBeGreaterThan(3);
    expect((await finish())!.lines).toBe(many + 2);
    const found = await messages();
    expect(found).toHaveLength(many);
    expect(found.at(-1)).toEqual({ atMs: (many - 1) * 1000, text: `text ${many - 1}` });
  }, 20_000);

  test("is not lost by a capture that was killed: its closed pieces stay, and a second one goes on behind them", async () => {
    await capture([(socket) => void socket.write(said("m1", 1, "one"))]);
    const dying = { ...corpus, store: { ...corpus.store, create: () => Promise.reject(new Error("killed")) } };
    await expect(capture([(socket) => void socket.write(said("m2", 2, "two"))], {}, dying)).rejects.toThrow("killed");
    await capture([(socket) => void socket.write(said("m3", 3, "three"))]);
    expect(await partials()).toHaveLength(2);
    await finish();
    expect((await messages()).map(({ text }) => text)).toEqual(["one", "three"]);
  });

  test("goes on behind what was published, and the time between is a gap", async () => {
    await capture([(socket) => void socket.write(said("m1", 1, "one"))]);
    await finish();
    await capture([(socket) => void socket.write(said("m2", 2, "two"))]);
    const coverage = (await finish())!;
    expect((await messages()).map(({ text }) => text)).toEqual(["one", "two"]);
    expect(coverage.gaps.map(({ why }) => why)).toEqual([
      "the capture began after the stream",
      "the capture was stopped",
    ]);
    expect(await partials()).toEqual([]);
  });
});

describe("a capture ends", () => {
  test("where the channel is not there", async () => {
    const notice =
      "@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #channel_a :This channel does not exist or has been suspended.\r\n";
    await expect(capture([(socket) => void socket.write(notice)])).rejects.toThrow(PermanentError);
    expect(await finish()).toBeNull();
  });

  test("when there is no connection for too long, or only silence", async () => {
    const refuse = () =>
      new Duplex({
        read() {
          this.destroy(new Error("refused"));
        },
        write: (_piece, _encoding, done) => done(),
      });
    const silent = () => new Duplex({ read: () => {}, write: (_piece, _encoding, done) => done() });
    for (const connect of [refuse, silent]) {
      const { clock, sleep, random } = quickEffects();
      const options = {
        channel: "a",
        connect,
        effects: { clock, sleep, random },
        signal: new AbortController().signal,
      };
      await expect(captureLiveChat(corpus, video, options)).rejects.toThrow(TransientError);
    }
  });

  test("before it begins where the channel's name is none", async () => {
    for (const channel of ["#a", "A", "a\r\nJOIN #b", "", "-x y"]) {
      const options = {
        channel,
        connect: () => {
          throw new Error("connected");
        },
        effects,
        signal: new AbortController().signal,
      };
      await expect(captureLiveChat(corpus, video, options)).rejects.toThrow(InputError);
    }
  });
});
