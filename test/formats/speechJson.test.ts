import { describe, expect, it } from "vitest";
import { whisperCppJson, whisperJson, youtubeJson3 } from "#lib/formats/index.ts";
import type { Utterance } from "#lib/records/index.ts";
import { python } from "../python.ts";
import { formatOf, readSpeech, written } from "./readSpeech.ts";

const spoken: Utterance[] = [
  {
    id: "u0",
    startMs: 500,
    endMs: 2900,
    text: "So, blobs double.",
    speaker: "host",
    words: [
      { text: "So,", startMs: 500, endMs: 900, probability: 0.5 },
      { text: "blobs", startMs: 1000, endMs: 1800, probability: 0.25 },
      { text: "double.", startMs: 1900, endMs: 2900, probability: 1 },
    ],
    confidence: { avgLogprob: -0.25, noSpeech: 0.01, compressionRatio: 1.2 },
  },
  { id: "u1", startMs: 3001, endMs: 3001, text: "ブロブが倍になる" },
];
const bare = ({ id, ...each }: Utterance) => ({ index: Number(id.slice(1)), ...each });

describe("Whisper JSON", () => {
  const segment = '{"id":0,"seek":0,"start":1.0,"end":2.5,"text":" hello there","tokens":[1],"temperature":0.0,';
  const scores = '"avg_logprob":-0.2,"compression_ratio":1.1,"no_speech_prob":0.02';

  it("is read as openai-whisper writes it, with its scores", async () => {
    const file = `{"text":" hello there","segments":[${segment}${scores}}],"language":"en"}`;
    expect(formatOf(file)).toBe("whisper-json");
    const { utterances, video, unknownFields } = await readSpeech(whisperJson, file);
    const confidence = { avgLogprob: -0.2, noSpeech: 0.02, compressionRatio: 1.1 };
    expect(utterances).toEqual([{ index: 0, startMs: 1000, endMs: 2500, text: "hello there", confidence }]);
    expect(video).toEqual({ language: "en" });
    expect(unknownFields).toEqual({});
  });

  it("is read as the bare list that scripts make of faster-whisper, with word probabilities", async () => {
    const file = `[${segment}"words":[{"start":1.0,"end":1.4,"word":" hello","probability":0.9},{"start":1.5,"end":2.5,"word":" there","probability":0.8}]}]`;
    expect(formatOf(file)).toBe("whisper-json");
    const { utterances } = await readSpeech(whisperJson, file);
    expect(utterances[0]?.words).toEqual([
      { text: "hello", startMs: 1000, endMs: 1400, probability: 0.9 },
      { text: "there", startMs: 1500, endMs: 2500, probability: 0.8 },
    ]);
  });

  it("is read as whisperX writes it: speakers, and a number without a time takes the gap between its neighbours", async () => {
    const words =
      '[{"word":"in","start":1.0,"end":1.1,"score":0.9,"speaker":"SPEAKER_01"},{"word":"2014"},{"word":"then","start":2.0,"end":2.4,"score":0.5}]';
    const file = `{"segments":[{"start":1.0,"end":2.5,"text":" in 2014 then","words":${words},"speaker":"SPEAKER_01"}],"word_segments":${words},"language":"en"}`;
    const { utterances, unknownFields } = await readSpeech(whisperJson, file);
    expect(utterances[0]?.speaker).toBe("SPEAKER_01");
    expect(utterances[0]?.words?.[1]).toEqual({ text: "2014", startMs: 1100, endMs: 2000 });
    expect(unknownFields).toEqual({});
  });

  it("is recognised although its whole text stands before the segments and fills the head", () => {
    const head = `{"text": "${"\\u3042".repeat(12_000)}`;
    expect(formatOf(head, false)).toBe("whisper-json");
    expect(formatOf(`{"segments": [], "language": "ja"}`)).toBe("whisper-json");
  });

  it("counts what cannot be speech and notes what is odd but kept", async () => {
    const file = `{"segments":[
      {"start":NaN,"end":1.0,"text":"lost"},{"start":1.0,"end":2.0,"text":"   "},{"start":5.0,"end":4.0,"text":"backwards"},
      {"start":-1.0,"end":0.5,"text":"early"},{"start":"6.5","end":7.0,"text":"nan"},{"start":6.0,"text":"no end"},7]}`;
    const { utterances, skipped, noted } = await readSpeech(whisperJson, file);
    expect(utterances.map((each) => [each.startMs, each.endMs, each.text])).toEqual([
      [5000, 5000, "backwards"],
      [-1000, 500, "early"],
      [6500, 7000, "nan"],
      [6000, 6000, "no end"],
    ]);
    expect(skipped).toEqual({ "nan-literal": 1, "no-time": 1, "no-text": 1, "no-segment": 1 });
    expect(noted).toEqual({ "end-before-start": 1, "before-start": 1, "out-of-order": 2, "text-nan": 1, "no-end": 1 });
  });

  it("gives back what was written, and Python's json reads the same", async () => {
    const file = written(whisperJson, spoken);
    expect((await readSpeech(whisperJson, file)).utterances).toEqual(spoken.map(bare));
    const code = `
import json, sys
whole = json.loads(json.load(sys.stdin))
print(json.dumps([[s["start"], s["end"], s["text"], s.get("avg_logprob"), "".join(w["word"] for w in s.get("words", []))] for s in whole["segments"]]))`;
    expect(python(code, file)).toEqual([
      [0.5, 2.9, "So, blobs double.", -0.25, "So, blobs double."],
      [3.001, 3.001, "ブロブが倍になる", null, ""],
    ]);
  });
});

describe("whisper.cpp JSON", () => {
  const token = (text: string, from: number, to: number, p: number) => ({
    text,
    offsets: { from, to },
    id: 1,
    p,
    t_dtw: -1,
  });
  const file = (text: string, tokens: object[]) =>
    JSON.stringify({
      systeminfo: "AVX = 1",
      model: { type: "base" },
      params: { language: "auto" },
      result: { language: "en" },
      transcription: [
        { timestamps: { from: "00:00:00,000", to: "00:00:02,500" }, offsets: { from: 0, to: 2500 }, text, tokens },
      ],
    });

  it("is read with words put together from tokens, and the mean logarithm of their probabilities", async () => {
    const tokens = [
      token("[_BEG_]", 0, 0, 1),
      token(" blob", 0, 900, 0.5),
      token("s", 900, 1000, 1),
      token(" grow", 1000, 2500, 0.25),
    ];
    const content = file(" blobs grow", tokens);
    expect(formatOf(content)).toBe("whisper-cpp-json");
    const { utterances, video, unknownFields } = await readSpeech(whisperCppJson, content);
    expect(utterances[0]).toMatchObject({ startMs: 0, endMs: 2500, text: "blobs grow" });
    expect(utterances[0]?.words).toEqual([
      { text: "blobs", startMs: 0, endMs: 1000, probability: 0.75 },
      { text: "grow", startMs: 1000, endMs: 2500, probability: 0.25 },
    ]);
    expect(utterances[0]?.confidence?.avgLogprob).toBeCloseTo((Math.log(0.5) + 0 + Math.log(0.25)) / 3, 12);
    expect(video).toEqual({ language: "en" });
    expect(unknownFields).toEqual({});
  });

  it("puts a character that is spread over two tokens together again", async () => {
    const tokens = [
      token("倍", 0, 500, 0.9),
      token("\ufffd", 500, 700, 0.8),
      token("\ufffd", 700, 900, 0.6),
      token("する", 900, 1500, 0.7),
    ];
    const { utterances } = await readSpeech(whisperCppJson, file("倍増する", tokens));
    expect(utterances[0]?.words?.map((word) => word.text)).toEqual(["倍", "増", "する"]);
    expect(utterances[0]?.words?.[1]).toMatchObject({ startMs: 500, endMs: 900, probability: 0.7 });
  });

  it("gives back what was written, to its precision: only the mean logarithm of the words' probabilities stays of the scores", async () => {
    const { utterances } = await readSpeech(whisperCppJson, written(whisperCppJson, spoken));
    const avgLogprob = (Math.log(0.5) + Math.log(0.25) + Math.log(1)) / 3;
    expect(utterances).toEqual([{ ...bare(spoken[0]!), confidence: { avgLogprob } }, bare(spoken[1]!)]);
  });
});

describe("YouTube json3", () => {
  const file = (...events: object[]) =>
    JSON.stringify({ wireMagic: "pb3", pens: [{}], wsWinStyles: [], wpWinPositions: [], events });
  const line = (tStartMs: number, dDurationMs: number, ...segs: object[]) => ({
    tStartMs,
    dDurationMs,
    wWinId: 1,
    segs,
  });

  it("is read with word times; layout and scrolling are no speech, and a line ends where the next begins", async () => {
    const content = file(
      { tStartMs: 0, dDurationMs: 900_000, id: 1, wpWinPosId: 1, wsWinStyleId: 1 },
      line(1000, 5000, { utf8: "hello", acAsrConf: 255 }, { utf8: " there", tOffsetMs: 400, acAsrConf: 0 }),
      { ...line(3000, 3000, { utf8: "\n" }), aAppend: 1 },
      line(3000, 4000, { utf8: "again" }),
    );
    expect(formatOf(content)).toBe("youtube-json3");
    const { utterances, skipped, unknownFields } = await readSpeech(youtubeJson3, content);
    expect(utterances).toEqual([
      {
        index: 0,
        startMs: 1000,
        endMs: 3000,
        text: "hello there",
        words: [
          { text: "hello", startMs: 1000, endMs: 1400, probability: 1 },
          { text: "there", startMs: 1400, endMs: 3000 },
        ],
      },
      { index: 1, startMs: 3000, endMs: 7000, text: "again" },
    ]);
    expect({ skipped, unknownFields }).toEqual({ skipped: {}, unknownFields: {} });
  });

  it("leaves out a line that scrolled up, and keeps a word that was said twice", async () => {
    const content = file(
      line(0, 2000, { utf8: "first line" }),
      line(2000, 2000, { utf8: "first line\nsecond line" }),
      line(4000, 2000, { utf8: "first line\nsecond line" }),
      line(6000, 1000, { utf8: "no" }),
      line(7000, 1000, { utf8: "no" }),
    );
    const { utterances, skipped } = await readSpeech(youtubeJson3, content);
    expect(utterances.map((each) => each.text)).toEqual(["first line", "second line", "no", "no"]);
    expect(skipped).toEqual({ "rolling-duplicate": 1 });
  });

  it("gives back what was written, but for speakers, scores and the ends of words", async () => {
    const { utterances } = await readSpeech(youtubeJson3, written(youtubeJson3, spoken));
    const words = spoken[0]!.words!.map((word, i, all) => ({ ...word, endMs: all[i + 1]?.startMs ?? word.endMs }));
    expect(utterances[0]).toMatchObject({ startMs: 500, endMs: 2900, text: "So, blobs double." });
    for (const [i, word] of utterances[0]!.words!.entries()) {
      expect(word).toMatchObject({ text: words[i]!.text, startMs: words[i]!.startMs, endMs: words[i]!.endMs });
      expect(word.probability).toBeCloseTo(words[i]!.probability!, 2);
    }
    expect(utterances[1]).toEqual(bare(spoken[1]!));
  });
});
