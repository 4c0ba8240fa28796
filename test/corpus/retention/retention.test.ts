import { expect, test } from "vitest";
import {
  isStale,
  latestStep,
  listRetained,
  outputPath,
  publishStep,
  purgeExpired,
  readMessages,
  retentionOutlook,
  writeOutput,
} from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import type { Video } from "#lib/records/index.ts";
import { scratchImport, video } from "../scratchImport.ts";
import { twitchFile } from "../twitchFile.ts";

const { corpus, file, objects, run } = scratchImport();
const collectedAt = "2026-01-01T00:00:00Z";
const source = (retentionDays?: number): Video["source"] => ({
  ...{ tool: "a-tool", collectedAt, basis: "research-programme" as const },
  ...(retentionDays !== undefined && { retentionDays }),
});
const on = (day: string) => fixedClock(`${day}T00:00:00Z`);
const comments = [{ id: "1", seconds: 1, author: "Viewer_A", body: "good evening" }];

/** Chat that may be kept for 30 days, audio for 10. */
async function fill() {
  await run([await file("chat.json", twitchFile(comments))], { about: { source: source(30) } });
  const written = async (name: string, text: string) => ({
    [name]: await writeOutput(corpus(), video, "audio", name, Buffer.from(text)),
  });
  const about = JSON.stringify({ ...video, source: source(10) });
  await publishStep(corpus(), video, {
    ...{ step: "audio", variant: "yt-dlp", version: 1, params: {}, inputs: {}, tools: {}, attempts: 1, worker: "w" },
    ...{ startedAt: collectedAt, finishedAt: collectedAt },
    outputs: {
      ...(await written("audio.m4a", "sound")),
      ...(await written("audio.json", "{}")),
      ...(await written("video.json", about)),
    },
  });
}
const names = async (clock: ReturnType<typeof on>) => {
  const { expired, soon } = await retentionOutlook(corpus(), clock);
  const short = ({ step, expiresAt }: { step: string; expiresAt: string }) => `${step} ${expiresAt.slice(0, 10)}`;
  return { expired: expired.map(short), soon: soon.map(short) };
};

test("raw sources expire by the time that was recorded with their basis, to the moment", async () => {
  await fill();
  expect(await names(on("2026-01-03"))).toEqual({ expired: [], soon: [] });
  expect(await names(on("2026-01-04"))).toEqual({ expired: [], soon: ["audio 2026-01-11"] });
  expect((await names(fixedClock("2026-01-10T23:59:59Z"))).expired).toEqual([]);
  expect(await names(on("2026-01-11"))).toEqual({ expired: ["audio 2026-01-11"], soon: [] });
  expect(await names(on("2026-01-30"))).toEqual({ expired: ["audio 2026-01-11"], soon: ["chat 2026-01-31"] });
});

test("what has expired goes, its steps are sealed, and what was made of it stays", async () => {
  await fill();
  const clock = on("2026-02-01");
  const before = await objects();
  const { expired } = await retentionOutlook(corpus(), clock);
  expect(expired).toHaveLength(2);
  expect(await purgeExpired(corpus(), expired, clock)).toBe(2);
  const after = await objects();
  expect(before.filter((name) => !after.includes(name)).map((name) => name.split("/")[3])).toEqual(["audio", "raw"]);
  // The chat's record counts, is not stale, and its messages can be read.
  const chat = (await latestStep(corpus(), video, "chat", "import"))!;
  const gone = Object.fromEntries(Object.keys(chat.record.inputs).map((name) => [name, null]));
  expect(isStale(chat.record, { inputs: gone, params: {}, version: 99 })).toBe(false);
  const texts: string[] = [];
  for await (const { text } of readMessages(corpus(), video)) texts.push(text);
  expect(texts).toEqual(["good evening"]);
  // The audio's record counts, so nothing fetches it again, and names no file that is gone.
  const audio = (await latestStep(corpus(), video, "audio", "yt-dlp"))!;
  expect(audio).toMatchObject({ n: 2, record: { worker: "purge" } });
  expect(Object.keys(audio.record.outputs)).toEqual(["audio.json", "video.json"]);
  expect(await names(clock)).toEqual({ expired: [], soon: [] });
  expect(await purgeExpired(corpus(), [], clock)).toBe(0);
});

test("a purge that was stopped between a file and its record is finished by the next", async () => {
  await fill();
  const clock = on("2026-01-15");
  const audio = (await latestStep(corpus(), video, "audio", "yt-dlp"))!;
  await corpus().store.delete(outputPath(video, "audio", "audio.m4a", audio.record.outputs["audio.m4a"]!.sha256));
  const { expired } = await retentionOutlook(corpus(), clock);
  await purgeExpired(corpus(), expired, clock);
  expect((await latestStep(corpus(), video, "audio", "yt-dlp"))?.n).toBe(2);
  expect((await names(clock)).expired).toEqual([]);
});

test("sources without a recorded time are kept, and those of replaced imports go with the rest", async () => {
  await run([await file("chat.json", twitchFile(comments))], { about: { source: source() } });
  expect(await listRetained(corpus())).toEqual([]);
  await run([await file("more.json", twitchFile([...comments, { ...comments[0]!, id: "2" }]))], {
    about: { source: source(1) },
  });
  const { expired } = await retentionOutlook(corpus(), on("2026-01-02"));
  expect(expired.map(({ step, variant }) => `${step}.${variant}`)).toEqual(["chat.import", "raw.replaced"]);
  await purgeExpired(corpus(), expired, on("2026-01-02"));
  expect((await objects()).filter((name) => name.includes("/raw/"))).toEqual([]);
});
