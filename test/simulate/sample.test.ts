import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  importFiles,
  openCorpus,
  readMessages,
  readPseudonymKey,
  readUtterances,
  readVideo,
} from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import { type ChatMessage, Study, type Utterance, type Video } from "#lib/records/index.ts";
import { readTexts } from "#lib/simulate/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { makeSample, plantedTable, sampleStreams } from "../../experiments/sample/make.ts";

const folder = join(import.meta.dirname, "..", "..", "experiments", "sample");
const streams = [...sampleStreams()];
const made = makeSample();
const segmentMs = 600_000;

describe("the bundled sample", () => {
  it("is committed byte for byte as make.ts makes it", async () => {
    const stale: string[] = [];
    for (const [path, text] of made) if ((await readFile(join(folder, path), "utf8")) !== text) stale.push(path);
    expect(stale, "run: node experiments/sample/make.ts").toEqual([]);
  });

  it("is small", () => {
    const bytes = [...made.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThan(6_000_000);
  });

  it("has twelve streams, four a platform, in three languages", () => {
    const count = (values: readonly string[]) =>
      Object.fromEntries([...new Set(values)].map((value) => [value, values.filter((one) => one === value).length]));
    expect(count(streams.map(({ video }) => video.platform))).toEqual({ youtube: 4, twitch: 4, pococha: 4 });
    expect(count(streams.map(({ truth }) => truth.spec.language))).toEqual({ ja: 5, en: 4, ko: 3 });
  });

  it("plants leaks from 0.1 to 0.7 and lags from 2 to 15 s", () => {
    const range = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];
    expect(range(streams.map(({ truth }) => truth.spec.leak))).toEqual([0.1, 0.7]);
    expect(range(streams.map(({ truth }) => truth.spec.lagSeconds))).toEqual([2, 15]);
  });

  it("never has two segments of one language alike", () => {
    for (const language of ["ja", "en", "ko"]) {
      const segments = streams.flatMap((stream) => {
        if (stream.truth.spec.language !== language) return [];
        return stream.truth.segments.map(({ topic, startMs, endMs }) => ({
          topic: topic.id,
          lines: new Set(stream.spoken.flatMap((u) => (u.startMs >= startMs && u.startMs < endMs ? [u.text] : []))),
        }));
      });
      expect(new Set(segments.map(({ topic }) => topic)).size).toBe(segments.length);
      for (const [at, a] of segments.entries())
        for (const b of segments.slice(at + 1)) {
          const shared = [...a.lines].filter((line) => b.lines.has(line)).length;
          expect([a.topic, b.topic, shared / a.lines.size < 0.35]).toEqual([a.topic, b.topic, true]);
        }
    }
  });

  it("names nobody but invented viewers and streamers", () => {
    for (const { messages, truth } of streams) {
      const { first, second } = readTexts(truth.spec.language).handles;
      const invented = new Set(first.flatMap((a) => second.flatMap((b) => [a[0] + b[0], a[1] + b[1]])));
      const names = new Set(messages.map(({ author }) => author.name.replace(/\d+$/, "")));
      expect([...names].filter((name) => !invented.has(name) && name !== "" && name !== "chat_helper_bot")).toEqual([]);
    }
  });

  it("lists in its README what was planted and what came of it", async () => {
    expect(await readFile(join(folder, "README.md"), "utf8")).toContain(plantedTable());
  });
});

describe("the study of the sample", () => {
  it("is a valid study whose sources are the streams and their files", async () => {
    const study = Study.parse(parse(await readFile(join(folder, "study.yaml"), "utf8")));
    expect(study.sources).toEqual(
      streams.map(({ video, chatFile, speechFile }) => ({
        platform: video.platform,
        id: video.id,
        language: video.language,
        title: video.title,
        start: video.startedAt,
        files: [chatFile, speechFile],
      })),
    );
    expect(study.readers).toEqual(["sliding-window-distance", "bm25", "choices-only", "oracle"]);
    expect(study.arms).toHaveLength(7);
    expect(study.primary).toMatchObject({ arm: "chat", against: ["none", "otherChunkChat"], evidence: "spoken" });
  });
});

describe.each(streams)("$video.platform/$video.id after import", (stream) => {
  const { truth, chatFile, speechFile, speechFormat } = stream;
  const { platform, id } = stream.video;
  let corpusFolder: string;
  let formats: string[];
  let warnings: string[];
  let skipped: Record<string, number>[];
  let video: Video;
  let messages: ChatMessage[];
  let utterances: Utterance[];

  beforeAll(async () => {
    corpusFolder = await mkdtemp(join(tmpdir(), "livecorpus-sample-"));
    const key = await readPseudonymKey({
      file: join(folder, "pseudonym.key"),
      env: {},
      randomBytes: () => new Uint8Array(),
    });
    const corpus = await openCorpus(openDirectoryStore(corpusFolder), { create: true, key });
    const reports = await importFiles({
      corpus,
      video: { platform, id },
      files: [join(folder, chatFile), join(folder, speechFile)],
      start: stream.video.startedAt,
      strict: true,
      clock: fixedClock("2025-11-01T00:00:00Z"),
    });
    const files = reports.flatMap((report) => report.files);
    formats = files.map((file) => file.format).sort();
    warnings = files.flatMap((file) => [...file.warnings, ...Object.keys(file.unknownFields)]);
    skipped = files.map((file) => file.skipped);
    video = await readVideo(corpus, { platform, id });
    messages = [];
    for await (const message of readMessages(corpus, { platform, id })) messages.push(message);
    utterances = [];
    for await (const utterance of readUtterances(corpus, { platform, id })) utterances.push(utterance);
  });
  afterAll(() => rm(corpusFolder, { recursive: true }));

  it("is recognised by content, and leaves nothing out but the tickers that repeat paid messages", () => {
    const chat = { youtube: "youtube-live-chat", twitch: "twitchdownloader-json", pococha: "pococha-csv" };
    expect(formats).toEqual([chat[platform as keyof typeof chat], speechFormat.name].sort());
    expect(warnings).toEqual([]);
    const tickers = platform === "youtube" ? { "ticker-duplicate": truth.spec.events.paid } : {};
    expect(Object.assign({}, ...skipped)).toEqual(tickers);
  });

  it("has every message and utterance, and 60 minutes in 6 chunks with 30 to 150 lines of chat and 60 to 120 of speech", () => {
    expect(messages.length).toBe(stream.messages.length);
    expect(utterances.length).toBe(stream.utterances.length);
    expect(stream.video.durationMs).toBeGreaterThanOrEqual(3_600_000);
    expect(new Date(video.startedAt!).getTime()).toBe(new Date(stream.video.startedAt!).getTime());
    const perChunk = (times: readonly number[]) =>
      truth.segments.map(({ startMs, endMs }) => times.filter((ms) => ms >= startMs && ms < endMs).length);
    const chat = perChunk(messages.map(({ atMs }) => atMs));
    const speech = perChunk(utterances.map(({ startMs }) => startMs));
    expect(truth.segments.map(({ startMs }) => startMs / segmentMs)).toEqual([0, 1, 2, 3, 4, 5]);
    for (const lines of chat) expect(lines >= 30 && lines <= 150, chat.join()).toBe(true);
    for (const lines of speech) expect(lines >= 60 && lines <= 120, speech.join()).toBe(true);
  });

  it("shows the planted leak, lag and volume in its records by a direct count", () => {
    const { leak, lagSeconds, lagJitterSeconds, chatPerMinute, commands, bots } = truth.spec;
    const facts = truth.segments.flatMap((segment) => segment.facts);
    const lags: number[] = [];
    let given = 0;
    for (const { key, saidMs } of facts) {
      const answers = messages.filter(
        ({ atMs, text }) =>
          atMs > saidMs - 1000 && atMs < saidMs + 60_000 && text.toLowerCase().includes(key.toLowerCase()),
      );
      if (answers.length > 0) given++;
      // A format in whole seconds cuts half a second off on average.
      lags.push(...answers.map(({ atMs }) => (atMs - saidMs) / 1000 + (platform === "youtube" ? 0 : 0.5)));
    }
    expect(facts).toHaveLength(60);
    // Three standard errors of a share of 60, and of a mean of so many lags.
    expect(Math.abs(given / 60 - leak)).toBeLessThan(3 * Math.sqrt((leak * (1 - leak)) / 60));
    const lag = lags.reduce((sum, each) => sum + each, 0) / lags.length;
    expect(Math.abs(lag - lagSeconds)).toBeLessThan(3 * Math.sqrt((lagJitterSeconds ** 2 + 0.1) / lags.length));
    const typed = messages.filter(({ kind, atMs }) => kind === "text" && atMs >= 0).length - commands - bots;
    expect(Math.abs(typed / 60 - chatPerMinute)).toBeLessThan(3 * Math.sqrt(chatPerMinute / 60));
  });
});
