import { expect, test } from "vitest";
import { type Checkpoint, defaultTranscribeSettings, transcribeSamples } from "#lib/transcribe/index.ts";
import { scriptedActivity, scriptedEngine, scriptedSound, stretches } from "./scriptedStream.ts";

const whatIsFixed = { samples: scriptedSound, audioSha256: "1".repeat(64), activity: scriptedActivity };
/** Every word that the stream has, with its times. */
const spoken = stretches.flatMap(([start, end]) =>
  Array.from({ length: (end - start) * 2 }, (_, i) => ({
    text: `w${start * 2 + i}`,
    startMs: start * 1000 + i * 500,
    endMs: start * 1000 + i * 500 + 500,
  })),
);

function memory(): Checkpoint & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    read: async (key) => texts.get(key) ?? null,
    write: async (key, text) => {
      texts.set(key, text);
    },
  };
}

test("each word of a stream is told once, at its time, though windows overlap, and silence is never sent", async () => {
  let sent = 0;
  let longest = 0;
  const engine = scriptedEngine(async (samples) => {
    sent += samples.length / 16_000;
    longest = Math.max(longest, samples.length / 16_000);
  });
  const transcript = await transcribeSamples({ ...whatIsFixed, engine });
  const words = transcript.utterances.flatMap(({ words }) => words!);
  expect(words.map(({ text }) => text)).toEqual(spoken.map(({ text }) => text));
  for (const [i, { startMs, endMs }] of words.entries()) {
    expect(Math.abs(startMs - spoken[i]!.startMs)).toBeLessThanOrEqual(1);
    expect(Math.abs(endMs - spoken[i]!.endMs)).toBeLessThanOrEqual(1);
  }
  const speechSeconds = spoken.length / 2;
  // 0.4 s around each stretch, and what is told twice.
  expect(sent).toBeLessThan(speechSeconds + stretches.length + 4 * 2);
  expect(longest).toBeLessThanOrEqual(28);
  expect(transcript.durationMs).toBe(250_000);
  expect(transcript.dropped).toEqual([]);
  expect(transcript.utterances[0]).toMatchObject({ id: "s1", startMs: 2000, confidence: { avgLogprob: -0.3 } });
});

test("a second run asks neither the engine nor the sound for anything", async () => {
  const checkpoint = memory();
  const first = await transcribeSamples({ ...whatIsFixed, engine: scriptedEngine(async () => {}), checkpoint });
  const again = await transcribeSamples({
    ...whatIsFixed,
    samples: () => {
      throw new Error("the sound was asked for");
    },
    engine: scriptedEngine(async () => {
      throw new Error("the engine was asked");
    }),
    checkpoint,
  });
  expect(again).toEqual(first);
});

test("what a checkpoint lost or spoilt is heard anew, and nothing else", async () => {
  const checkpoint = memory();
  const first = await transcribeSamples({ ...whatIsFixed, engine: scriptedEngine(async () => {}), checkpoint });
  const [, spoilt, lost] = [...checkpoint.texts.keys()];
  checkpoint.texts.set(spoilt!, '[{"startMs":0,"te');
  checkpoint.texts.delete(lost!);
  let heard = 0;
  const engine = scriptedEngine(async () => {
    heard++;
  });
  expect(await transcribeSamples({ ...whatIsFixed, engine, checkpoint })).toEqual(first);
  expect(heard).toBe(2);
});

test.each([
  ["another sound", { audioSha256: "2".repeat(64) }],
  ["another prompt", { settings: { ...defaultTranscribeSettings, prompt: "Ada" } }],
  ["another language", { settings: { ...defaultTranscribeSettings, language: "ja" } }],
])("%s shares no window", async (_, other) => {
  const checkpoint = memory();
  let heard = 0;
  const engine = scriptedEngine(async () => {
    heard++;
  });
  await transcribeSamples({ ...whatIsFixed, engine, checkpoint });
  const once = heard;
  await transcribeSamples({ ...whatIsFixed, ...other, engine, checkpoint });
  expect(heard).toBe(2 * once);
});

test("the gate may change without the engine hearing anything again", async () => {
  const checkpoint = memory();
  await transcribeSamples({ ...whatIsFixed, engine: scriptedEngine(async () => {}), checkpoint });
  const strict = { ...defaultTranscribeSettings.gate, noSpeech: 0.05, avgLogprob: -0.2 };
  const engine = scriptedEngine(async () => {
    throw new Error("the engine was asked");
  });
  const settings = { ...defaultTranscribeSettings, gate: strict };
  const transcript = await transcribeSamples({ ...whatIsFixed, engine, checkpoint, settings });
  expect(transcript.utterances).toEqual([]);
  expect(new Set(transcript.dropped.map(({ reason }) => reason))).toEqual(new Set(["noSpeech"]));
});
