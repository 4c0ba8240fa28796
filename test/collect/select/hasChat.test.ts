import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ChatAccess, defaultGqlAccess, hasChat } from "#lib/collect/index.ts";
import { systemClock, systemSleep } from "#lib/effects/index.ts";
import { AuthError } from "#lib/errors.ts";
import type { Candidate } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { quickEffects, withServer } from "../loopback.ts";
import { loopbackTwitch } from "../twitch/loopbackTwitch.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-has-chat-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const signal = new AbortController().signal;
const world = () => ({ ...quickEffects(), clock: systemClock, sleep: systemSleep, env: { PATH: process.env.PATH } });
const youtube: Candidate = { platform: "youtube", id: "aaaaaaaaaaa", foundBy: "a" };
const twitch: Candidate = { platform: "twitch", id: "100", foundBy: "a" };

/** Asks a yt-dlp that says this. */
function askYtDlp(out: string, err = ""): Promise<boolean | null> {
  const ytDlp = join(folder, "yt-dlp");
  const script = `process.stdout.write(${JSON.stringify(out)}); process.stderr.write(${JSON.stringify(err)});`;
  writeFileSync(ytDlp, `#!${process.execPath}\n${script}\nprocess.exitCode = ${err === "" ? 0 : 1};\n`);
  chmodSync(ytDlp, 0o755);
  return hasChat(youtube, { platform: "youtube", ytDlp, effects: world() }, signal);
}

test("YouTube's page says whether a chat is replayed", async () => {
  expect(await askYtDlp('[{"url": "https://www.youtube.com/watch?v=a&bpctr=9", "ext": "json"}]\n')).toBe(true);
  expect(await askYtDlp("NA\n")).toBe(false);
  expect(await askYtDlp("", "ERROR: [youtube] aaaaaaaaaaa: Private video.")).toBe(false);
  expect(await askYtDlp("", "ERROR: [youtube] aaaaaaaaaaa: This live event will begin in 2 hours.")).toBeNull();
  const signed = "ERROR: Sign in to confirm you're not a bot: https://u:planted@a.example/live.m3u8?sig=planted";
  await expect(askYtDlp("", signed)).rejects.toThrow("not a bot: https://…@a.example/live.m3u8?…");
  await expect(askYtDlp("", "ERROR: Sign in to confirm you're not a bot")).rejects.toThrow(AuthError);
});

test("Twitch gives the first comments of a recording, or says that it has none", async () => {
  const ask = (said: [string, number][], faults?: Parameters<typeof loopbackTwitch>[0]["faults"]) => {
    const { answer } = loopbackTwitch({ said, ...(faults && { faults }) });
    return withServer(answer, (url) => {
      const access: ChatAccess = {
        platform: "twitch",
        access: { ...defaultGqlAccess, url },
        fetch,
        effects: quickEffects(),
      };
      return hasChat(twitch, access, signal);
    });
  };
  expect(await ask([["a", 5]])).toBe(true);
  expect(await ask([])).toBe(false);
  expect(await ask([["a", 5]], (nth) => (nth === 1 ? "reset" : undefined))).toBe(true);
  expect(await ask([], () => ({ body: [{ data: { video: null } }] }))).toBe(false);
});

test("a live of Pococha has one where its comment file has a byte, and a running stream always", async () => {
  const store = openDirectoryStore(folder);
  await store.put("comment_1.csv", Buffer.from("a"));
  await store.put("comment_2.csv", Buffer.alloc(0));
  const live = (comments: string): Candidate => ({ platform: "pococha", id: "1", foundBy: "/", files: { comments } });
  const ask = (name: string) => hasChat(live(name), { platform: "pococha", store }, signal);
  expect(await Promise.all(["comment_1.csv", "comment_2.csv", "comment_3.csv"].map(ask))).toEqual([true, false, false]);
  expect(await hasChat({ ...twitch, live: true }, { platform: "pococha", store }, signal)).toBe(true);
});
