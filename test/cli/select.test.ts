import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fixedClock, silentProgress } from "#lib/effects/index.ts";
import { runProgram } from "../../lib/cli/program.ts";
import { redirectedFetch } from "../collect/http/redirectedFetch.ts";
import { type LoopbackHelix, startLoopbackHelix } from "../collect/twitch/loopbackHelix.ts";
import { googleError, type LoopbackYoutube, startLoopbackYoutube } from "../collect/youtube/loopbackYoutube.ts";

const secrets = {
  YOUTUBE_API_KEY: "AIzaPlantedSecretOfThisTest",
  TWITCH_CLIENT_ID: "app0of0this0test",
  TWITCH_CLIENT_SECRET: "planted0secret0of0this0test",
};
let folder: string;
let youtube: LoopbackYoutube;
let twitch: LoopbackHelix;
let clock: ReturnType<typeof fixedClock>;
let said: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-select-cli-"));
  clock = fixedClock("2026-03-10T12:00:00Z");
  said = "";
  const videos = Array.from({ length: 6 }, (_, i) => ({
    id: `-${String(i).padStart(10, "0")}`,
    publishedAt: "2026-03-08T10:00:00Z",
    start: "2026-03-08T10:00:00Z",
    end: "2026-03-08T20:00:00Z",
    duration: "PT10H",
    channel: "UC0",
    title: "\u001b[31m$(rm -rf /)",
  }));
  youtube = await startLoopbackYoutube(videos, secrets.YOUTUBE_API_KEY);
  twitch = await startLoopbackHelix(secrets.TWITCH_CLIENT_ID, secrets.TWITCH_CLIENT_SECRET);
});
afterEach(async () => {
  await Promise.all([youtube.close(), twitch.close(), rm(folder, { recursive: true })]);
});

async function livecorpus(args: string[], env: Record<string, string> = secrets) {
  let out = "";
  let err = "";
  const code = await runProgram([...args, "--corpus", join(folder, "corpus")], {
    clock,
    progress: silentProgress,
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    env: { HOME: folder, ...env },
    randomBytes: (count) => new Uint8Array(count),
    fetch: redirectedFetch({
      "www.googleapis.com": youtube.url,
      "api.twitch.tv": twitch.url,
      "id.twitch.tv": twitch.url,
    }),
    sleep: async (ms) => clock.advance(ms),
  });
  said += out + err;
  return { code, out, err };
}
const march = ["--query", "talk", "--from", "2026-03-01", "--to", "2026-03-10", "--window-days", "30"];
const select = (platform: string, ...args: string[]) =>
  livecorpus(["select", platform, "--name", "one", "--basis", "permission", ...args]);

test("chooses, says what was left out and what comes next, and estimates what it takes", async () => {
  const { code, out } = await select("youtube", ...march, "--take", "2", "--seed", "s");
  expect([code, out]).toEqual([
    0,
    expect.stringContaining("2 of 6 videos of youtube are chosen, of 1 channel, 20.0 hours"),
  ]);
  expect(out).toContain("Left out: notDrawn 4.\nIt took 2 calls, 101 units of quota.");
  const { out: estimate } = await livecorpus(["estimate", "one", "--transcription-factor", "0.25"]);
  expect(estimate).toMatch(/hours of media +20\.0\n/);
  expect(estimate).toMatch(/gigabytes of audio +1\.15 {2}128 assumed kbit\/s/);
  expect(estimate).toMatch(/hours of transcription +5\.00 {2}0\.25 as you say/);
  const { out: json } = await livecorpus(["estimate", "one", "--json"]);
  expect(JSON.parse(json)).toMatchObject({
    selecting: { units: 101 },
    mediaHours: 20,
    calls: 4,
    audioGigabytes: 1.152,
  });
});

test("says before anything is asked what it takes at most", async () => {
  const { out } = await select("youtube", "--preset", "original", "--dry-run");
  expect(out).toBe(
    "Selecting on youtube takes at most 80 calls, 4040 units of quota, 1 day of it. Nothing was asked.\n",
  );
  expect(youtube.received).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

test("a YouTube id that starts with a dash is a video, and --wait goes on after midnight in California", async () => {
  youtube.faults = [googleError(403, "quotaExceeded", "You have exceeded your quota.")];
  const { code, out, err } = await select("youtube", "--video", "-0000000003", "--wait");
  expect([code, out]).toEqual([0, expect.stringContaining("1 of 1 videos of youtube are chosen")]);
  expect(err).toContain("given anew at 2026-03-11T07:00:00.000Z");
  expect(err).toContain("Waiting 1140 minutes.");
  expect(clock.now().toISOString()).toBe("2026-03-11T07:00:00.000Z");
});

test("who waits for a platform that does not answer is told so, and for how long", async () => {
  youtube.faults = [{ status: 503 }, { status: 429, headers: { "Retry-After": "9" } }];
  const { code, err } = await select("youtube", ...march);
  expect(code).toBe(0);
  expect(err).toMatch(/^Cannot search YouTube at .*: status 429\. Trying again in \d+ s\.$/m);
});

test("without --wait it ends when the day's quota is used up, to be run again", async () => {
  youtube.unitsLeft = 50;
  expect(await select("youtube", ...march)).toMatchObject({
    code: 5,
    err: expect.stringContaining("run the same command"),
  });
});

test("lists the lives of a store, with the columns as the configuration has them", async () => {
  await mkdir(join(folder, "export", "comments", "deeper"), { recursive: true });
  for (const name of ["comment_20.csv", "comment_3.csv", "readme.txt", "deeper/comment_1.csv"])
    await writeFile(join(folder, "export", "comments", name), "never read");
  await writeFile(join(folder, "export", "speech.csv"), "never read");
  const source = join(folder, "pococha.yaml");
  await writeFile(
    source,
    "from: export\ncomments: comments\nspeech: speech.csv\ncommentColumns: { time: at, text: body }\n",
  );
  const { out } = await select("pococha", "--source", source, "--preset", "original", "--json");
  const selection = JSON.parse(out);
  expect(selection.chosen.map(({ id }: { id: string }) => id)).toEqual(["3", "20"]);
  expect(selection.asked.source.commentColumns).toEqual({ time: "at", text: "body" });
  expect(selection.notes).toEqual([expect.stringContaining("1 files have other names")]);
});

describe("refuses with a message of its own, and asks nothing", () => {
  const refusals: [string, number, string, string[]][] = [
    ["no basis", 2, "Expected --basis own|permission", ["select", "youtube", "--name", "one", ...march]],
    ["another platform", 2, "expected youtube, twitch or pococha", ["select", "vimeo", "--name", "one"]],
    [
      "a name that is a path",
      2,
      "no name of a selection",
      ["select", "youtube", "--name", "../x", "--basis", "own", ...march],
    ],
    ["nothing to search for", 2, "--query or --video", ["select", "youtube", "--name", "one", "--basis", "own"]],
    [
      "an address of another site",
      2,
      "is no video of YouTube",
      videoArgs("https://youtube.com.evil.example/watch?v=abcdefghijk"),
    ],
    ["an address without an id", 2, "is no video of YouTube", videoArgs("https://www.youtube.com/watch?v=")],
    ["an option in the place of an id", 2, "looks like an option", videoArgs("--json")],
    [
      "a date that is none",
      2,
      "--from 2026-02-30: expected a date",
      ["select", "youtube", "--name", "one", "--query", "x", "--from", "2026-02-30"],
    ],
    [
      "what another platform is asked",
      2,
      "--category cannot be asked of youtube",
      ["select", "youtube", "--name", "one", "--category", "x"],
    ],
    [
      "a preset that is changed",
      2,
      "the preset original is what it is",
      ["select", "youtube", "--name", "one", "--preset", "original", "--take", "3"],
    ],
    ["a selection that is not there", 2, "no corpus", ["estimate", "nothing"]],
  ];
  test.each(refusals)("%s", async (_, code, message, args) => {
    const found = await livecorpus(args);
    expect(found).toMatchObject({ code, err: expect.stringContaining(message) });
    expect([...youtube.received, ...twitch.received]).toEqual([]);
  });

  test("a key that is missing, is no key, or has expired", async () => {
    const args = ["select", "youtube", "--name", "one", "--basis", "own", ...march];
    expect(await livecorpus(args, {})).toMatchObject({
      code: 3,
      err: expect.stringContaining("$YOUTUBE_API_KEY_FILE"),
    });
    const broken = await livecorpus(args, { YOUTUBE_API_KEY: "AIzaBroken\nIntoLines" });
    expect(broken).toMatchObject({ code: 2, err: expect.stringContaining("one key on one line") });
    const file = join(folder, "key.txt");
    await writeFile(file, "AIzaExpiredKeyInAFile\n");
    const expired = await livecorpus(args, { YOUTUBE_API_KEY_FILE: file });
    expect(expired).toMatchObject({ code: 3, err: expect.stringContaining("make a new one") });
    for (const secret of ["AIzaBroken", "IntoLines", "AIzaExpired"]) expect(said).not.toContain(secret);
  });
});

function videoArgs(video: string): string[] {
  return ["select", "youtube", "--name", "one", "--basis", "own", "--video", video];
}

test("no key, secret or token is in anything that is said or kept, whatever the servers answer", async () => {
  const echo = { status: 400, body: { error: { message: `Bad ${secrets.YOUTUBE_API_KEY}`, errors: [] } } };
  youtube.faults = [{ status: 500, body: secrets.YOUTUBE_API_KEY }, echo];
  twitch.faults = [
    { status: 500, body: secrets.TWITCH_CLIENT_SECRET },
    { status: 400, body: { message: `planted-token-1 ${secrets.TWITCH_CLIENT_SECRET}` } },
  ];
  expect((await select("youtube", ...march)).code).toBe(4);
  expect((await select("twitch", "--category", "Just Chatting")).code).toBe(2);
  expect((await select("youtube", ...march)).code).toBe(0);
  await livecorpus(["select", "twitch", "--name", "two", "--basis", "own", "--category", "Just Chatting"]);
  const kept: string[] = [];
  for (const entry of await readdir(join(folder, "corpus"), { recursive: true, withFileTypes: true }))
    if (entry.isFile()) kept.push(entry.name, await readFile(join(entry.parentPath, entry.name), "utf8"));
  const all = said + kept.join("\n");
  expect(all).toContain("[hidden]");
  expect(kept.filter((text) => text.includes('"status":500'))).toHaveLength(2);
  for (const secret of [secrets.YOUTUBE_API_KEY, secrets.TWITCH_CLIENT_SECRET, "planted-token", "\u001b"])
    expect(all).not.toContain(secret);
});
