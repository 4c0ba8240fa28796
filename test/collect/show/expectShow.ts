import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect } from "vitest";
import { type Corpus, listSteps, openCorpus, outputPath, readMessages, readText } from "#lib/corpus/index.ts";
import { processTree, systemSleep } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { lengthSeconds } from "./selectShow.ts";
import { nameOf, type ShowFault, unreachable } from "./showFaults.ts";
import { chatOf, mediaOf } from "./showPlatforms.ts";

const steps: Readonly<Record<string, string[]>> = {
  youtube: ["audio.yt-dlp", "chat.import", "fetchChat.yt-dlp", "remux.copy"],
  twitch: ["audio.yt-dlp", "chat.import", "fetchChat.gql", "remux.copy"],
  pococha: ["chat.import"],
};

/** All of a video is there: each message once and in its order, and the audio as the platform has it, as long as it should be. */
export async function expectWhole(folder: string, video: VideoKey, tone: Buffer): Promise<void> {
  const { platform, id } = video;
  const corpus = await corpusIn(folder);
  const found = await listSteps(corpus, video);
  const of = (step: string) => found.find(({ record }) => record.step === step)!;
  const names = [...new Set(found.map(({ record }) => `${record.step}.${record.variant}`))];
  expect([nameOf(video), names.sort()]).toEqual([nameOf(video), steps[platform]]);
  const messages: { id: string; text: string }[] = [];
  for await (const message of readMessages(corpus, video)) messages.push(message);
  const said = chatOf(platform, id, platform === "pococha" ? 6 : 13).map(([text]) => `text ${text}`);
  expect(messages.map(({ text }) => text)).toEqual(said);
  expect(new Set(messages.map((message) => message.id)).size).toBe(messages.length);
  if (platform === "pococha") return;
  const coverage = JSON.parse((await readText(corpus, video, of("fetchChat"), "coverage.json"))!);
  expect([nameOf(video), coverage]).toMatchObject([nameOf(video), { status: "complete", messages: said.length }]);
  const length = JSON.parse((await readText(corpus, video, of("audio"), "audio.json"))!);
  expect([nameOf(video), length.status, length.duration]).toEqual([nameOf(video), "complete", "right"]);
  expect(Math.abs(length.foundMs - lengthSeconds * 1000)).toBeLessThan(1000);
  const { sha256 } = of("audio").record.outputs["audio.m4a"]!;
  const bytes = await corpus.store.get(outputPath(video, "audio", "audio.m4a", sha256));
  expect(Buffer.from(bytes!).equals(mediaOf(tone, platform, id))).toBe(true);
}

/** Nothing of it is there but why not. */
export async function expectUnreachable(folder: string, video: VideoKey, fault: ShowFault): Promise<void> {
  const { platform, id } = video;
  const corpus = await corpusIn(folder);
  expect([nameOf(video), await listSteps(corpus, video)]).toEqual([nameOf(video), []]);
  for (const step of platform === "pococha" ? ["files"] : ["chat", "audio"]) {
    const task = `collect-${step}.all.${platform}.${id}`;
    const records: { n: number; name: string }[] = [];
    for await (const name of corpus.store.list(`tasks/${task}/`)) {
      const n = Number(/(\d+)\.json$/.exec(name)![1]);
      records.push({ n, name });
    }
    const last = records.sort((a, b) => b.n - a.n)[0]!;
    const failure = JSON.parse(Buffer.from((await corpus.store.get(last.name))!).toString("utf8"));
    expect(failure).toMatchObject({ error: "PermanentError", dead: true });
    expect(failure.message).toMatch(unreachable[fault]!);
  }
}

/** No lease, no page that was kept for a while, no download, and no program. */
export async function expectNothingLeft(folder: string): Promise<void> {
  const { store } = await corpusIn(folder);
  const left: string[] = [];
  for await (const name of store.list("")) if (/^leases\/|\/partial\//.test(name)) left.push(name);
  expect(left).toEqual([]);
  const downloads = await readdir(join(folder, "downloads"), { recursive: true, withFileTypes: true });
  expect(downloads.filter((one) => one.isFile()).map(({ name }) => name)).toEqual([]);
  const pids = (await readFile(join(folder, "bin", "pids"), "utf8")).trim().split("\n").map(Number);
  while (pids.some((pid) => processTree(pid).length > 0)) await systemSleep(50);
}

/** None of the secrets is in what was said or in any file but those that hold it by right. */
export async function expectNoSecret(folder: string, said: string, secrets: readonly string[]): Promise<void> {
  const found: string[] = [];
  const search = (name: string, text: string) => {
    for (const secret of secrets) if (text.includes(secret)) found.push(`${secret} in ${name}`);
  };
  search("what was printed", said);
  expect(said).toContain("[hidden]");
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path === join(folder, "key") || path === join(folder, "cookies.txt")) continue;
    const bytes = await readFile(path);
    search(path, (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1"));
  }
  expect(found).toEqual([]);
}

function corpusIn(folder: string): Promise<Corpus> {
  return openCorpus(openDirectoryStore(join(folder, "corpus")));
}
