import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeSamples } from "#lib/media/index.ts";
import { openVoiceActivity, transcribeSamples } from "#lib/transcribe/index.ts";

const speech = join(process.env.LIVECORPUS_REAL!, "speech");

/** The share of whole 32-ms steps with speech at least as probable as not, in percent. */
async function speechPercent(path: string): Promise<number> {
  const activity = await openVoiceActivity();
  const decoded = decodeSamples(path);
  const heard: number[] = [];
  for await (const block of activity.probabilities(decoded)) heard.push(...block);
  await activity.close();
  const steps = Math.floor(decoded.report.samples / 512);
  return (100 * heard.slice(0, steps).filter((probability) => probability >= 0.5).length) / steps;
}

test.each([
  ["asr_en/jfk.wav", 67.9],
  ["diarization/pyannote_sample.wav", 74.0],
])("%s has speech in a known share of its steps of 32 ms", async (file, percent) => {
  expect(await speechPercent(join(speech, file))).toBeCloseTo(percent, 1);
});

test.each(["noise.wav", "jobs-silence.wav"])("of %s nothing is sent to an engine", async (file) => {
  const activity = await openVoiceActivity();
  const path = join(speech, "transcribe_cpp", file);
  const transcript = await transcribeSamples({
    samples: (signal) => decodeSamples(path, {}, signal),
    audioSha256: file,
    activity,
    engine: {
      facts: { engine: "none", version: "1", model: "none", modelSha256: null },
      hear: async () => {
        throw new Error("the engine was asked");
      },
      close: async () => {},
    },
  });
  await activity.close();
  expect(transcript).toMatchObject({ utterances: [], dropped: [], speech: [] });
});
