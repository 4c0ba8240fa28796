import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { openStore } from "#lib/store/index.ts";
import type { WorkerReport } from "#lib/work/index.ts";
import { type LoopbackBucket, startLoopbackBucket } from "../../store/loopbackBucket.ts";
import { expectNoSecret, expectNothingLeft, expectUnreachable, expectWhole } from "./expectShow.ts";
import { lengthSeconds, planted, type ShowSizes, selections, selectShow } from "./selectShow.ts";
import { drawFaults, nameOf, type ShowFault, unreachable } from "./showFaults.ts";
import { type ShowPlatforms, startShowPlatforms } from "./showPlatforms.ts";
import { startShowWorker } from "./startShowWorker.ts";

export interface ShowPlan extends ShowSizes {
  seed: string;
  /** How many videos have a fault of their own. */
  faults: number;
  workers: number;
  kills: number;
  /** After so many pages YouTube asks for a login, until the cookies are renewed. */
  wallAfter: number;
  /** How many videos of YouTube go through the real yt-dlp. */
  real: number;
}

/** What there was to see. */
export interface ShowEnd {
  whole: number;
  unreachable: number;
  refused: number;
  secondsOfWork: number;
}

/**
 * Selects videos of three platforms, collects them by several processes, of which some are killed, under faults, and expects that all
 * that can be reached is whole, that all else is on record, and that nothing else is left.
 */
export async function runShow(plan: ShowPlan): Promise<ShowEnd> {
  const folder = await mkdtemp(join(tmpdir(), "livecorpus-show-"));
  const bucket = await startLoopbackBucket();
  const media = { tone: await tone(folder, lengthSeconds), short: await tone(folder, lengthSeconds * 0.6) };
  let platforms: ShowPlatforms | null = null;
  try {
    const real = new Set<string>();
    platforms = await startShowPlatforms(
      media,
      (id) => real.has(id) || (real.size < plan.real && real.add(id).size > 0),
    );
    return await showIn(folder, plan, media.tone, platforms, bucket);
  } finally {
    await platforms?.close();
    await bucket.close();
    await rm(folder, { recursive: true });
  }
}

async function showIn(
  folder: string,
  plan: ShowPlan,
  toneBytes: Buffer,
  platforms: ShowPlatforms,
  bucket: LoopbackBucket,
): Promise<ShowEnd> {
  const { token, oldCookie, newCookie, ...keys } = planted;
  const key = "5e".repeat(32);
  const env = {
    ...{ PATH: process.env.PATH!, HOME: folder, TMPDIR: folder, KEY: join(folder, "key") },
    ...keys,
    STORAGE_EMULATOR_HOST: bucket.url,
  };
  await writeFile(env.KEY, key, { mode: 0o600 });
  const source = join(folder, "pococha.yaml");
  await writeFile(source, `from: gs://${bucket.name}/export\ncomments: comments\n`);
  const partner = openStore(`gs://${bucket.name}/export`, {
    ...{ clock: systemClock, sleep: systemSleep, fetch, env },
    randomBytes: (count) => new Uint8Array(count),
  });
  for (let i = 0; i < plan.pococha * 2; i++) await partner.put(`comments/comment_${i}.csv`, pocochaCsv(`${i}`));

  const asked = { source, env, seed: plan.seed };
  const { chosen, said } = await selectShow(plan, { ...asked, folder, calm: false });
  const again = await selectShow(plan, { ...asked, folder: join(folder, "again"), calm: true });
  expect(again.chosen).toEqual(chosen);
  expect(chosen).toHaveLength(plan.youtube + plan.twitch + plan.pococha);

  const faults = drawFaults(chosen, plan.faults, plan.seed);
  expect(faults.size).toBe(plan.faults);
  platforms.faults = faults;
  for (const [video, fault] of faults) {
    const name = `comments/comment_${video.split("/")[1]}.csv`;
    if (fault === "missing") await partner.delete(name);
    if (fault === "broken") bucket.faults.add({ on: "read", name, fault: "break", afterBytes: 60 });
    if (fault === "broken") bucket.faults.add({ on: "read", name, after: 1, fault: "status", status: 503 });
  }
  await renewCookie(folder, oldCookie);
  Object.assign(platforms, { goodCookie: newCookie, wallAfter: plan.wallAfter });
  platforms.onWall = () => void systemSleep(3000).then(() => renewCookie(folder, newCookie));

  const startMs = performance.now();
  const { words, reports } = await collectShow(folder, plan, platforms, env);
  const secondsOfWork = (performance.now() - startMs) / 1000;
  for (const report of reports) await expectReport(report, chosen, faults);
  // Two downloads of each process may be under way when the login ends; then the platform rests.
  expect(platforms.refused).toBeGreaterThan(0);
  expect(platforms.refused).toBeLessThanOrEqual(2 * plan.workers);
  let whole = 0;
  for (const video of chosen) {
    const fault = faults.get(nameOf(video));
    if (fault !== undefined && unreachable[fault] !== undefined) await expectUnreachable(folder, video, fault);
    else await expectWhole(folder, video, toneBytes);
    whole += fault !== undefined && unreachable[fault] !== undefined ? 0 : 1;
  }
  await expectNothingLeft(folder);
  await expectNoSecret(folder, said + again.said + words, [...Object.values(keys), token, oldCookie, newCookie, key]);
  return { whole, unreachable: chosen.length - whole, refused: platforms.refused, secondsOfWork };
}

/** Collects by several processes; the first ones of them are killed at moments drawn from the seed. */
async function collectShow(
  folder: string,
  { seed, workers, kills, real }: ShowPlan,
  { url }: ShowPlatforms,
  env: Record<string, string>,
): Promise<{ words: string; reports: WorkerReport[] }> {
  await mkdir(join(folder, "bin"));
  const script = await readFile(join(import.meta.dirname, "ytDlpOfShow.cjs"), "utf8");
  await writeFile(join(folder, "bin", "yt-dlp"), `#!${process.execPath}\n${script}`, { mode: 0o755 });
  const version = execFileSync("yt-dlp", ["--version"], { encoding: "utf8" }).trim();
  await writeFile(join(folder, "bin", "show.json"), JSON.stringify({ server: url, ytDlp: "yt-dlp", version }));
  await writeFile(join(folder, "gql.yaml"), `url: ${url}/gql\n`);
  const args = [
    ...selections.flatMap((name) => ["--selection", name]),
    ...["--corpus", join(folder, "corpus"), "--key", join(folder, "key"), "--downloads", join(folder, "downloads")],
    ...["--cookies", join(folder, "cookies.txt"), "--twitch-gql", join(folder, "gql.yaml")],
    ...["--yt-dlp", join(folder, "bin", "yt-dlp"), "--wait", "--rest-seconds", "1", "--lease-seconds", "3"],
  ];
  const random = seededRandom(`${seed}|kills`);
  const running = Array.from({ length: workers }, (_, i) =>
    startShowWorker(args, env, i < kills ? 3 + 6 * i + random.below(4) : undefined),
  );
  try {
    const ends = await Promise.all(running.map(({ ended }) => ended));
    const words = running.map(({ said }) => said()).join("\n");
    // Whoever ends well says which videos are out of reach, and its code is that of an item that cannot be had.
    const expected = running.map((_, i) => (i < kills ? "SIGKILL" : 4));
    if (String(ends) !== String(expected)) throw new Error(`Expected the ends ${expected}, found ${ends}: ${words}`);
    const reports = running.slice(kills).map(({ said }) => reportIn(said()));
    // What a killed worker had begun may come to its end a moment later, and is done again by another.
    const ran = (await readFile(join(folder, "bin", "real"), "utf8")).length;
    expect(ran).toBeGreaterThanOrEqual(real);
    expect(ran).toBeLessThanOrEqual(real + kills);
    return { words, reports };
  } finally {
    for (const { child } of running) child.kill("SIGKILL");
  }
}

function reportIn(said: string): WorkerReport & { tasks: number } {
  const line = said.split("\n").find((one) => one.startsWith('{"kind":"report"'));
  return JSON.parse(line!);
}

/** Every task is done, dead, or waits for a dead one; the dead ones are those of the videos that cannot be had. */
async function expectReport(report: WorkerReport, chosen: readonly VideoKey[], faults: Map<string, ShowFault>) {
  const tasks = chosen.reduce((sum, { platform }) => sum + (platform === "pococha" ? 1 : 3), 0);
  expect(report).toMatchObject({ ended: "finished", closed: [] });
  expect(report.done + report.dead.length + report.blocked.length).toBe(tasks);
  const lost = chosen.filter((video) => unreachable[faults.get(nameOf(video))!] !== undefined);
  const deadTasks = lost.flatMap(({ platform, id }) =>
    (platform === "pococha" ? ["files"] : ["chat", "audio"]).map((step) => `collect-${step}.all.${platform}.${id}`),
  );
  expect(report.dead.map(({ task }) => task).sort()).toEqual(deadTasks.sort());
  expect(new Set(report.dead.map(({ error }) => error))).toEqual(new Set(["PermanentError"]));
}

async function tone(folder: string, seconds: number): Promise<Buffer> {
  const path = join(folder, "tone.m4a");
  const input = ["-f", "lavfi", "-i", `sine=frequency=440:sample_rate=8000:duration=${seconds}`];
  const encoded = ["-ac", "1", "-c:a", "aac", "-b:a", "16k", "-fflags", "+bitexact", path];
  execFileSync("ffmpeg", ["-v", "error", "-y", ...input, ...encoded]);
  return readFile(path);
}

function pocochaCsv(id: string): Uint8Array {
  const rows = Array.from({ length: 6 }, (_, i) => `${id},u${i},text pococha-${id}-${i},,,${i * 7}\n`);
  return Buffer.from(`live_id,user_id,text,comment_time,live_started_time,elapsed_seconds\n${rows.join("")}`);
}

/** In one go, as a person who saves a file does. */
async function renewCookie(folder: string, value: string): Promise<void> {
  const path = join(folder, "cookies.txt");
  await writeFile(`${path}.new`, `.youtube.com\tTRUE\t/\tTRUE\t4000000000\tSID\t${value}\n`);
  await rename(`${path}.new`, path);
}
