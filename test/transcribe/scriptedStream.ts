import type { HeardSegment, SpeechEngine, VoiceActivity } from "#lib/transcribe/index.ts";

/**
 * A stream whose words can be computed: in each stretch of speech, half-second words from the stretch's start on, each
 * sample as loud as its word's number says; silence elsewhere.
 */
export const stretches = [
  [2, 9],
  [12, 30],
  [40, 41],
  [60, 130],
  [140, 155],
  [170, 171],
  [200, 240],
] as const;
export const streamSeconds = 250;

const sound = new Float32Array(streamSeconds * 16_000);
for (const [start, end] of stretches)
  for (let i = start * 16_000; i < end * 16_000; i++) sound[i] = (1 + Math.floor(i / 8000)) / 1000;

/** The sound in pieces of a tenth of a second and an odd number of samples. */
export async function* scriptedSound(): AsyncGenerator<Float32Array> {
  for (let at = 0; at < sound.length; at += 1601) yield sound.subarray(at, at + 1601);
}

/** Speech wherever it is not silent. */
export const scriptedActivity: VoiceActivity = {
  facts: { model: "loudness", modelSha256: "0".repeat(64) },
  async *probabilities(samples) {
    let at = 0;
    let step = 0;
    for await (const block of samples) {
      const found: number[] = [];
      for (; step * 512 < at + block.length; step++) found.push(block[step * 512 - at]! > 0 ? 0.9 : 0.1);
      at += block.length;
      yield Float32Array.from(found);
    }
  },
  close: async () => {},
};

/** Hears the number of each word, `w17`, when most of the word is in the window. */
export function scriptedEngine(onWindow: (samples: Float32Array) => Promise<void>): SpeechEngine {
  return {
    facts: { engine: "scripted", version: "1", model: "loudness", modelSha256: null },
    hear: async ({ samples }) => {
      await onWindow(samples);
      const words: { text: string; startMs: number; endMs: number; probability: number }[] = [];
      for (let i = 0; i < samples.length; ) {
        const loudness = samples[i]!;
        let end = i;
        while (end < samples.length && samples[end] === loudness) end++;
        const number = Math.round(loudness * 1000) - 1;
        if (number >= 0 && end - i > 4000)
          words.push({ text: `w${number}`, startMs: i / 16, endMs: end / 16, probability: 0.9 });
        i = end;
      }
      const rounded = words.map((word) => ({
        ...word,
        startMs: Math.round(word.startMs),
        endMs: Math.round(word.endMs),
      }));
      const segments: HeardSegment[] = [];
      for (let i = 0; i < rounded.length; i += 10) {
        const own = rounded.slice(i, i + 10);
        const text = own.map((word) => word.text).join(" ");
        segments.push({
          startMs: own[0]!.startMs,
          endMs: own.at(-1)!.endMs,
          text,
          words: own,
          confidence: { avgLogprob: -0.3, noSpeech: 0.1 },
        });
      }
      return segments;
    },
    close: async () => {},
  };
}
