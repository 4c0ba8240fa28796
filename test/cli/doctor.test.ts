import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCorpus } from "#lib/corpus/index.ts";
import { systemClock } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { commandLine } from "../commandLine.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-doctor-test-"));
  await openCorpus(openDirectoryStore(join(folder, "corpus")), { create: true, key: Buffer.alloc(32, 1) });
});
afterEach(() => rm(folder, { recursive: true }));

async function doctor(...args: string[]) {
  return commandLine(["doctor", "--corpus", join(folder, "corpus"), "--downloads", folder, ...args], {
    clock: { ...systemClock, now: () => new Date("2026-03-01T00:00:00Z") },
    env: process.env,
    randomBytes: (count) => Buffer.alloc(count, 7),
  });
}
async function program(name: string, version: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!${process.execPath}\nconsole.log("${version}")\n`);
  await chmod(path, 0o755);
  return path;
}

test("a machine that has all is told so, with Debian's ffmpeg, and nothing is left behind", async () => {
  const { code, out, err } = await doctor("--yt-dlp", await program("yt", "2026.02.01"), "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const found = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(found.map(({ check, standing }) => [check, standing])).toEqual([
    ["yt-dlp", "ok"],
    ["JavaScript for yt-dlp", "ok"],
    ["ffmpeg", "ok"],
    ["TwitchDownloaderCLI", "ok"],
    ["cookies", "ok"],
    ["disk", expect.stringMatching(/ok|warn|fail/)],
    ["store", "ok"],
    ["retention", "ok"],
    ["whisper.cpp", "ok"],
    ["speech models", "ok"],
  ]);
  expect(found[0].found).toBe("version 2026.02.01, 28 days old");
  expect(await readdir(folder)).toEqual(["corpus", "yt"]);
  expect(await readdir(join(folder, "corpus"))).not.toContain("doctor.txt");
});

test("TwitchDownloaderCLI is a second source: found by its version, not missed, and doubted when it is another program", async () => {
  const of = async (path: string) =>
    (await doctor("--twitch-downloader", path)).out.match(/^.*TwitchDownloaderCLI: .*$/m)?.[0];
  expect(await of(join(folder, "none"))).toMatch(/^ok .*not installed; a second source/);
  expect(await of(await program("td", "TwitchDownloaderCLI 1.56.0"))).toMatch(/^ok .*: version 1\.56\.0/);
  expect(await of(await program("other", "something else"))).toMatch(
    /^warn .*expected the version of TwitchDownloaderCLI/,
  );
});

test("an old yt-dlp is warned of, and one that is too old for YouTube too", async () => {
  const { out } = await doctor("--yt-dlp", await program("yt", "2025.11.29"));
  expect(out).toMatch(/^warn {2}yt-dlp: version 2025\.11\.29, 92 days old\n {6}Install the newest/);
  expect((await doctor("--yt-dlp", await program("yt", "2023.03.04"))).out).toContain("warn  JavaScript for yt-dlp");
});

test("what is missing or broken fails with what to do, and the exit code says so", async () => {
  await writeFile(join(folder, "cookies.txt"), ".youtube.com\tTRUE\t/\tTRUE\t1700000000\tSID\tplanted-secret\n");
  const broken = [
    "--yt-dlp",
    join(folder, "none"),
    "--ffmpeg",
    await program("ff", "x"),
    "--cookies",
    join(folder, "cookies.txt"),
  ];
  const { code, out, err } = await doctor(...broken);
  expect(code).toBe(2);
  expect(err).toBe("3 of 9 checks failed: yt-dlp, ffmpeg, cookies.\n");
  expect(out).toContain("fail  cookies: the login to youtube expired at 2023-11-14T22:13:20.000Z");
  expect(out).toMatch(/fail {2}ffmpeg: .*\n {6}Install ffmpeg/);
  expect(out + err).not.toContain("planted");
});

test("cookies of no known login, and a place without a corpus, are warned of", async () => {
  await writeFile(join(folder, "cookies.txt"), ".example.com\tTRUE\t/\tTRUE\t0\tx\tplanted-secret\n");
  const yt = await program("yt", "2026.02.01");
  const { out } = await doctor(
    "--cookies",
    join(folder, "cookies.txt"),
    "--yt-dlp",
    yt,
    "--corpus",
    join(folder, "new"),
  );
  expect(out).toContain("warn  cookies:");
  expect(out).toContain("holds no corpus yet");
  expect(await readdir(folder)).not.toContain("new");
});
