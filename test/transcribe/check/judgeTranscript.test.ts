import { expect, it } from "vitest";
import type { Utterance } from "#lib/records/index.ts";
import { judgeTranscript, lookAtTranscript, type TranscriptFacts } from "#lib/transcribe/index.ts";

const facts: TranscriptFacts = { durationMs: 600_000, speechMs: 300_000, utterances: 60, dropped: {}, decodeErrors: 0 };
const talk = (text: (i: number) => string, lengthMs = 5000): Utterance[] =>
  Array.from({ length: 60 }, (_, i) => ({
    id: `u${i}`,
    startMs: i * 10_000,
    endMs: i * 10_000 + lengthMs,
    text: text(i),
  }));
const sentence = (i: number) => `so this is line number ${i} of what was said that day`;
const about = { language: "en", durationMs: 610_000 };
const judge = (utterances: readonly Utterance[], found: TranscriptFacts | null = facts, more = about) =>
  judgeTranscript(lookAtTranscript(utterances, found, more.language), found, more);

it("finds nothing wrong with a good transcript, made here or imported", () => {
  expect(judge(talk(sentence))).toEqual([]);
  expect(judge(talk(sentence), null)).toEqual([]);
});

it("says what is suspicious, with the numbers", () => {
  expect(judge(talk(sentence), { ...facts, utterances: 40, dropped: { repetition: 15, noSpeech: 5 } })).toEqual([
    "33 % of the utterances were dropped (repetition 15, noSpeech 5)",
  ]);
  expect(judge(talk(sentence, 2000))).toEqual(["only 40 % of the speech has text"]);
  expect(judge(talk((i) => (i % 4 === 0 ? "ご視聴ありがとうございました" : sentence(i))))).toEqual([
    "25 % of the utterances say the same",
  ]);
  expect(judge(talk((i) => `hm ${i}`))).toEqual(["24 words a minute of text"]);
  expect(
    judge(
      talk((i) => `はい${i}`),
      facts,
      { ...about, language: "ja" },
    ),
  ).toEqual(["46 characters a minute of text"]);
  expect(judge(talk(sentence), facts, { ...about, durationMs: 1_200_000 })).toEqual(["ends at 10.0 of 20.0 minutes"]);
  expect(judge(talk(sentence), { ...facts, decodeErrors: 3 })).toEqual(["the decoder reported 3 errors"]);
  expect(judge([], { ...facts, utterances: 0 })).toEqual(["no text, though there is speech"]);
  expect(judge([], null, { ...about, durationMs: 0 })).toEqual(["no text"]);
});
