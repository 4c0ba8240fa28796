import { expect, test } from "vitest";
import { compressionRatio, gate, type HeardSegment, isFillerLine, isLoop, whisperGate } from "#lib/transcribe/index.ts";
import { python } from "../../python.ts";

const said = (text: string, other: Partial<HeardSegment> = {}): HeardSegment => ({
  startMs: 0,
  endMs: 4000,
  text,
  ...other,
});
const spoken = [{ startMs: 0, endMs: 100_000 }];
const reasonOf = (segment: HeardSegment, speech = spoken) => gate([segment], speech, whisperGate).dropped[0]?.reason;

test("the compression ratio is Whisper's", () => {
  const texts = [
    "",
    "hello",
    "go ".repeat(40),
    "ご視聴ありがとうございました。".repeat(9),
    "all different words here, none twice",
  ];
  const code =
    "import json,sys,zlib\n" +
    "print(json.dumps([len(t.encode())/len(zlib.compress(t.encode())) for t in json.load(sys.stdin)]))";
  const expected = python(code, texts) as number[];
  for (const [i, text] of texts.entries()) expect(compressionRatio(text)).toBeCloseTo(expected[i]!, 1);
});

test("an utterance that is believed keeps its scores, and gets the ratio that its engine does not give", () => {
  const { utterances } = gate(
    [said("Well, hello.", { confidence: { avgLogprob: -0.2, noSpeech: 0.4 } })],
    spoken,
    whisperGate,
  );
  expect(utterances).toEqual([
    {
      id: "s1",
      startMs: 0,
      endMs: 4000,
      text: "Well, hello.",
      confidence: { avgLogprob: -0.2, noSpeech: 0.4, compressionRatio: 0.6 },
    },
  ]);
});

test("silence needs both: a high probability of no speech and a low one of the text", () => {
  const words = "some words of somebody";
  expect(reasonOf(said(words, { confidence: { noSpeech: 0.7, avgLogprob: -1.1 } }))).toBe("noSpeech");
  expect(reasonOf(said(words, { confidence: { noSpeech: 0.7, avgLogprob: -0.9 } }))).toBeUndefined();
  expect(reasonOf(said(words, { confidence: { noSpeech: 0.5, avgLogprob: -1.1 } }))).toBeUndefined();
});

test("text that packs too well is not believed, by the engine's ratio where it gives one", () => {
  const text = "one plate two plates three plates four";
  expect(reasonOf(said(text, { confidence: { compressionRatio: 2.5 } }))).toBe("compressionRatio");
  expect(reasonOf(said(text, { confidence: { compressionRatio: 2.3 } }))).toBeUndefined();
});

test.each([
  "so I went ".repeat(9),
  "ありがとうございます".repeat(7),
  "네 알겠습니다 ".repeat(11),
  "あ".repeat(61),
  `Now listen: ${"hahaha".repeat(12)}`,
  "the cat sat on the cat sat in the cat sat on the cat sat on the cat sat in the cat sat in the cat sat on the cat sat in",
])("%s is a loop", (text) => {
  expect(isLoop(text)).toBe(true);
});

test.each([
  "hahahahahahahaha oh no",
  "ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ",
  "あはははははははははは",
  "bigger, bigger, bigger, bigger, bigger, bigger",
  "let's go let's go let's go let's go let's go let's go",
  "thank you thank you thank you",
  "ありがとうございます、ありがとうございます、ありがとうございます、本当にありがとうございます、ありがとうございます",
  "I like this game because this game is a game that I like to play with people who like games, and this is the game I play",
  "",
])("%s is none: people say so", (text) => {
  expect(isLoop(text)).toBe(false);
});

test.each([
  "Thanks for watching!",
  "thank you  for watching",
  "ご視聴ありがとうございました。",
  "시청해 주셔서 감사합니다.",
  "MBC 뉴스 가나다입니다.",
])("%s is believed over speech, and not over music", (line) => {
  expect(isFillerLine(line)).toBe(true);
  expect(reasonOf(said(line), spoken)).toBeUndefined();
  expect(reasonOf(said(line), [{ startMs: 3000, endMs: 9000 }])).toBe("fillerLine");
  expect(reasonOf(said(line, { confidence: { avgLogprob: -1.2 } }))).toBe("fillerLine");
  expect(reasonOf(said(line, { confidence: { noSpeech: 0.8 } }))).toBe("fillerLine");
});

test("a filler line within other words is no filler", () => {
  expect(isFillerLine("Thanks for watching my cat yesterday")).toBe(false);
  expect(reasonOf(said("Thanks for watching my cat yesterday"), [])).toBeUndefined();
});

test("nobody says so much in so little time", () => {
  const text = "every single word of this long sentence in one breath";
  expect(reasonOf(said(text, { endMs: 500 }))).toBe("speechRate");
  expect(reasonOf(said(text, { endMs: 800 }))).toBeUndefined();
  expect(reasonOf(said("あいうえおかきくけこさしすせそ", { endMs: 500 }))).toBe("speechRate");
  expect(reasonOf(said("yes", { endMs: 0 }))).toBeUndefined();
});

test("of one text in eight utterances in a row the first is kept; seven are what people say", () => {
  const row = (times: number) =>
    Array.from({ length: times }, (_, i) => said("let's go!", { startMs: i * 5000, endMs: i * 5000 + 900 }));
  expect(gate(row(7), spoken, whisperGate).dropped).toEqual([]);
  const { utterances, dropped } = gate(
    [...row(8), said("and now?", { startMs: 50_000, endMs: 51_000 })],
    spoken,
    whisperGate,
  );
  expect(utterances.map(({ id }) => id)).toEqual(["s1", "s9"]);
  expect(dropped.map(({ reason }) => reason)).toEqual(Array(7).fill("repeatedUtterance"));
});
