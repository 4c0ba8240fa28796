import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

test("a process that is killed at any moment has lost one window at most, and the transcript is the same bytes", async () => {
  const whole = await run(mkdtempSync(join(tmpdir(), "livecorpus-")), Number.POSITIVE_INFINITY);
  const folder = mkdtempSync(join(tmpdir(), "livecorpus-"));
  let heard = 0;
  for (const killAfter of [1, 3, 2]) heard += (await run(folder, killAfter)).windows;
  const last = await run(folder, Number.POSITIVE_INFINITY);
  expect(heard + last.windows).toBeLessThanOrEqual(whole.windows + 3);
  expect(last.windows).toBeLessThan(whole.windows);
  expect(last.transcript).toBe(whole.transcript);
}, 30_000);

/** Transcribes in a process of its own, killed within the window of this number. */
async function run(folder: string, killAfter: number): Promise<{ windows: number; transcript: string | null }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "transcribeInto.ts"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let windows = 0;
  for await (const text of child.stdout) {
    windows += String(text).split("\n").length - 1;
    if (windows >= killAfter) child.kill("SIGKILL");
  }
  const killed = windows >= killAfter;
  return { windows, transcript: killed ? null : readFileSync(join(folder, "transcript.json"), "utf8") };
}
