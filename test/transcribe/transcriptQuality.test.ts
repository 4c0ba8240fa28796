import { expect, test } from "vitest";
import { type Transcript, transcriptQuality } from "#lib/transcribe/index.ts";

const said = (startMs: number, endMs: number, avgLogprob?: number) => ({
  id: `s${startMs}`,
  startMs,
  endMs,
  text: "words",
  ...(avgLogprob !== undefined && { confidence: { avgLogprob } }),
});
const transcript: Transcript = {
  durationMs: 20_000,
  utterances: [said(0, 1000, -0.2), said(1000, 4000, -0.6), said(12_000, 13_000)],
  dropped: [{ utterance: said(5000, 6000), reason: "noSpeech" }],
  speech: [
    { startMs: 0, endMs: 4000 },
    { startMs: 9000, endMs: 14_000 },
  ],
};

test("the quality of a whole transcript", () => {
  expect(transcriptQuality(transcript)).toEqual([
    { startMs: 0, endMs: 20_000, utterances: 3, dropped: 1, meanLogprob: -0.5, dropRate: 0.25, speechShare: 0.45 },
  ]);
});

test("the quality of each chunk; what nobody can know is null", () => {
  const windows = [
    { startMs: 0, endMs: 10_000 },
    { startMs: 10_000, endMs: 20_000 },
    { startMs: 20_000, endMs: 30_000 },
  ];
  expect(transcriptQuality(transcript, windows)).toMatchObject([
    { utterances: 2, dropped: 1, meanLogprob: -0.5, dropRate: 1 / 3, speechShare: 0.5 },
    { utterances: 1, dropped: 0, meanLogprob: null, dropRate: 0, speechShare: 0.4 },
    { utterances: 0, dropped: 0, meanLogprob: null, dropRate: null, speechShare: 0 },
  ]);
});
