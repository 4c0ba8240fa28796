import { describe, expect, it } from "vitest";
import { type SimulatedStream, type StreamSpecInput, simulateStream, simulateStreams } from "#lib/simulate/index.ts";

const spec = {
  platform: "youtube",
  id: "a",
  language: "en",
  leak: 0.4,
  lagSeconds: 6,
  lagJitterSeconds: 1.5,
  chatPerMinute: 8,
  wordErrorRate: 0.1,
  commands: 3,
  bots: 2,
  preStream: 5,
  events: { paid: 4, sticker: 1, membership: 2, gift: 1, system: 1 },
} satisfies StreamSpecInput;

const facts = ({ truth }: SimulatedStream) => truth.segments.flatMap((segment) => segment.facts);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const many = (changes: Partial<StreamSpecInput> = {}) => [
  ...simulateStreams({ spec: { ...spec, ...changes }, streams: 40, seed: "many" }),
];

describe("simulateStream", () => {
  it("gives the same bytes for the same seed, and others for another", () => {
    const once = JSON.stringify(simulateStream({ spec, seed: "1" }));
    expect(JSON.stringify(simulateStream({ spec, seed: "1" }))).toBe(once);
    expect(JSON.stringify(simulateStream({ spec, seed: "2" }))).not.toBe(once);
  });

  it.each(["ja", "ko", "en"] as const)(
    "calls a fact of a stream in %s leaked exactly when the chat repeats it",
    (language) => {
      const stream = simulateStream({ spec: { ...spec, language, chatPerMinute: 15 }, seed: "1" });
      for (const { startMs, facts } of stream.truth.segments)
        for (const { key, leaked, replies, saidMs } of facts) {
          const repeats = stream.messages.filter(({ kind, text, atMs }) => {
            const near = kind === "text" && atMs >= startMs && atMs < saidMs + 60_000;
            return near && text.toLowerCase().includes(key.toLowerCase());
          });
          expect([key, repeats.map(({ id }) => id)]).toEqual([key, replies.map(({ message }) => message)]);
          expect(replies.length > 0).toBe(leaked);
        }
    },
  );

  it("leaks the planted share of facts", () => {
    const shares = many({ leak: 0.3 }).map((stream) => mean(facts(stream).map(({ leaked }) => Number(leaked))));
    // 40 streams of 60 facts: a standard error of 0.009.
    expect(mean(shares)).toBeGreaterThan(0.27);
    expect(mean(shares)).toBeLessThan(0.33);
  });

  it("answers after the planted lag, scattered by the planted jitter", () => {
    const lags = many().flatMap((stream) => facts(stream).flatMap(({ replies }) => replies.map(({ lagMs }) => lagMs)));
    const average = mean(lags);
    const deviation = Math.sqrt(mean(lags.map((lag) => (lag - average) ** 2)));
    expect(lags.length).toBeGreaterThan(900);
    expect(Math.abs(average - 6000)).toBeLessThan(200);
    expect(Math.abs(deviation - 1500)).toBeLessThan(150);
  });

  it("counts a lag from the moment that the key words are said", () => {
    const stream = simulateStream({ spec: { ...spec, lagJitterSeconds: 0 }, seed: "1" });
    for (const { utterance, key, saidMs, replies } of facts(stream)) {
      const { startMs, endMs, text } = stream.spoken.find(({ id }) => id === utterance)!;
      const [before, after] = text.split(key) as [string, string];
      const paceMs = (endMs - startMs) / text.length;
      expect(saidMs).toBeGreaterThanOrEqual(Math.floor(startMs + before.length * paceMs));
      expect(saidMs).toBeLessThanOrEqual(Math.ceil(endMs - after.length * paceMs));
      for (const { atMs, lagMs } of replies) expect([lagMs, atMs]).toEqual([6000, saidMs + 6000]);
    }
  });

  it("writes the planted number of chat lines a minute", () => {
    const commandsAndBots = 5;
    const perMinute = many().map(
      ({ messages }) =>
        (messages.filter(({ kind, atMs }) => kind === "text" && atMs >= 0).length - commandsAndBots) / 60,
    );
    expect(Math.abs(mean(perMinute) - 8)).toBeLessThan(0.25);
  });

  it("plants as many events of each kind as it was told, and messages before the start", () => {
    const { messages } = simulateStream({ spec, seed: "1" });
    const count = (kind: string) => messages.filter((message) => message.kind === kind).length;
    expect(["paid", "sticker", "membership", "gift", "system"].map(count)).toEqual([4, 1, 2, 1, 1]);
    expect(messages.filter(({ atMs }) => atMs < 0).length).toBe(5);
    expect(messages.filter(({ author }) => author.name === "chat_helper_bot").length).toBe(2);
    for (const { kind, amount, currency } of messages.filter(({ kind }) => kind === "paid" || kind === "sticker"))
      expect([kind, amount! > 0, currency]).toEqual([kind, true, "USD"]);
  });

  it("keeps messages and utterances in order, within the stream, under ids of their own", () => {
    const { messages, utterances, video } = simulateStream({ spec, seed: "1" });
    for (const times of [messages.map(({ atMs }) => atMs), utterances.map(({ startMs }) => startMs)])
      expect(times).toEqual(times.slice().sort((a, b) => a - b));
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    expect(messages.at(-1)!.atMs).toBeLessThan(video.durationMs!);
    for (const [at, { startMs, endMs }] of utterances.entries()) {
      expect(endMs).toBeGreaterThan(startMs);
      expect(startMs).toBeGreaterThanOrEqual(utterances[at - 1]?.endMs ?? 0);
    }
    expect(utterances.at(-1)!.endMs).toBeLessThanOrEqual(video.durationMs!);
  });

  it("leaves what is said as it is when leak, lag, chat or noise change", () => {
    const { spoken, utterances } = simulateStream({ spec, seed: "1" });
    const changes = [{ leak: 0.9 }, { lagSeconds: 20 }, { chatPerMinute: 1 }, { wordErrorRate: 0.6 }];
    for (const change of changes) {
      const other = simulateStream({ spec: { ...spec, ...change }, seed: "1" });
      expect(other.spoken).toEqual(spoken);
      if (!("wordErrorRate" in change)) expect(other.utterances).toEqual(utterances);
    }
  });

  it("makes a small stream of a small spec", () => {
    const small = { ...spec, segments: 2, segmentSeconds: 60, utterancesPerMinute: 4, factsPerSegment: 2, viewers: 3 };
    const stream = simulateStream({ spec: small, seed: "1" });
    expect(stream.truth.segments.map((segment) => segment.facts.length)).toEqual([2, 2]);
    expect(stream.utterances.at(-1)!.endMs).toBeLessThanOrEqual(120_000);
    expect(new Set(stream.messages.map(({ author }) => author.id)).size).toBeLessThanOrEqual(5);
  });

  it("names the themes that there are when it is asked for another", () => {
    expect(() => simulateStream({ spec: { ...spec, theme: "opera" }, seed: "1" })).toThrow(
      "theme opera: the texts in en have workshop, games, outdoors, cosy",
    );
  });
});

describe("simulateStreams", () => {
  const leaks = (intraclassCorrelation: number) =>
    [...simulateStreams({ spec, streams: 60, intraclassCorrelation, seed: "x" })].map(({ truth }) => truth.spec.leak);

  it("gives all streams the same leak without an intra-class correlation", () => {
    expect(new Set(leaks(0))).toEqual(new Set([0.4]));
  });

  it("scatters the leak of streams about the mean with the variance that the intra-class correlation means", () => {
    const drawn = leaks(0.2);
    const variance = mean(drawn.map((leak) => (leak - 0.4) ** 2));
    expect(Math.abs(mean(drawn) - 0.4)).toBeLessThan(0.09);
    // The variance of a Beta is icc p (1 - p).
    expect(variance).toBeGreaterThan(0.03);
    expect(variance).toBeLessThan(0.07);
  });
});
