import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importFiles, openCorpus } from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { commandLine } from "../commandLine.ts";
import { twitchFile } from "../corpus/twitchFile.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-purge-"));
  await writeFile(join(folder, "key"), "ab".repeat(32));
  await writeFile(
    join(folder, "chat.json"),
    twitchFile([
      { id: "a", seconds: 1, author: "Viewer_A", body: "hello" },
      { id: "b", seconds: 2, author: "Viewer_B", body: "hi @Viewer_A" },
    ]),
  );
  await livecorpus("import", join(folder, "chat.json"), "--platform", "twitch", "--video", "1");
});
afterEach(() => rm(folder, { recursive: true }));

async function livecorpus(verb: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return commandLine([verb, "--corpus", join(folder, "corpus"), ...args], {
    env: { HOME: folder, LIVECORPUS_KEY_FILE: join(folder, "key") },
  });
}

describe("livecorpus purge", () => {
  test("removes a person by name and id, messages and mentions", async () => {
    const { code, out } = await livecorpus(
      ...["purge", "--platform", "twitch", "--author", "viewer_a", "--author-id", "id-Viewer_A", "--yes", "--json"],
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ platform: "twitch", videos: 1, messages: 1 });
  });

  test("says what to add where a name finds no message", async () => {
    const { out } = await livecorpus("purge", "--platform", "twitch", "--author", "Viewer_A", "--yes");
    expect(out).toContain("0 messages, 1 mentions");
    expect(out).toContain("give --author-id too");
  });

  test("removes a video, and the import that follows ends with the code of what can never succeed", async () => {
    expect((await livecorpus("purge", "--platform", "twitch", "--video", "1", "--yes")).out).toMatch(
      /^twitch 1: \d+ objects/,
    );
    const again = await livecorpus("import", join(folder, "chat.json"), "--platform", "twitch", "--video", "1");
    expect(again.code).toBe(4);
    expect(again.err).toContain("was taken down");
  });

  test.each([
    [["--video", "1"], "Expected --yes"],
    [["--yes"], "Expected --video ID, or --author NAME"],
    [["--expired", "--yes"], "leave --platform"],
    [["--video", "1", "--dry-run"], "--dry-run lists what --expired removes"],
    [["--video", "1", "--author", "x", "--yes"], "Name one of them"],
    [["--author", " @ ", "--yes"], "found an empty one"],
  ])("refuses %j", async (args, message) => {
    const { code, err } = await livecorpus("purge", "--platform", "twitch", ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test("refuses a key that is not the corpus' own, which would find nobody", async () => {
    await writeFile(join(folder, "other"), "cd".repeat(32));
    const { code, err } = await livecorpus(
      ...["purge", "--platform", "twitch", "--author", "Viewer_A", "--key", join(folder, "other"), "--yes"],
    );
    expect([code, err]).toEqual([2, expect.stringContaining("was made with the pseudonym key")]);
  });
});

test("livecorpus purge --expired lists first, and removes what may be kept no longer; doctor says so before", async () => {
  const corpus = await openCorpus(openDirectoryStore(join(folder, "corpus")), { key: Buffer.alloc(32, 0xab) });
  const source = { tool: "a", collectedAt: "2025-12-01T00:00:00Z", basis: "permission" as const, retentionDays: 30 };
  const video = { platform: "twitch", id: "2" } as const;
  const clock = fixedClock("2025-12-01T00:00:00Z");
  await importFiles({ corpus, video, files: [join(folder, "chat.json")], about: { source }, clock });
  const raw = () => readdir(join(folder, "corpus/videos/twitch/2/raw")).catch(() => []);
  expect(await raw()).toHaveLength(1);
  const missing = await livecorpus("purge", "--expired");
  expect(missing).toMatchObject({ code: 2, err: expect.stringContaining("--dry-run") });
  const doctor = await livecorpus("doctor", "--downloads", folder, "--yt-dlp", "/none");
  expect(doctor.out).toMatch(/warn {2}retention: 1 raw sources have outlived .*\n {6}livecorpus purge --expired/);
  const listed = await livecorpus("purge", "--expired", "--dry-run");
  expect(listed.out).toBe(
    "twitch 2 chat.import: 1 objects, collected 2025-12-01 (permission), to be kept for 30 days, until 2025-12-31\n" +
      "1 sources have expired. Nothing was removed: --yes removes them.\n",
  );
  expect(await raw()).toHaveLength(1);
  expect((await livecorpus("purge", "--expired", "--yes")).out).toMatch(
    /1 sources have expired: 1 objects removed\.\n$/,
  );
  expect(await raw()).toEqual([]);
  const again = JSON.parse((await livecorpus("purge", "--expired", "--yes", "--json")).out);
  expect(again).toEqual({ dryRun: false, objects: 0, expired: [], soon: [] });
});
