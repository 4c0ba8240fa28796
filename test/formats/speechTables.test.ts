import { describe, expect, it } from "vitest";
import { InputError } from "#lib/errors.ts";
import { clockSpeechCsv, mappedSpeech, pocochaSpeechCsv, speechCsv, wordCsv } from "#lib/formats/index.ts";
import type { Utterance } from "#lib/records/index.ts";
import { python } from "../python.ts";
import { formatOf, readSpeech, written } from "./readSpeech.ts";

const said: Utterance[] = [
  { id: "u0", startMs: 0, endMs: 1500, text: 'he said "go",\nthen left', speaker: "host" },
  { id: "u1", startMs: 605_200, endMs: 606_000, text: "百時間" },
];
const bare = ({ id, ...each }: Utterance) => ({ index: Number(id.slice(1)), ...each });
const rows = (utterances: readonly { startMs: number; endMs: number; text: string }[]) =>
  utterances.map((each) => [each.startMs, each.endMs, each.text]);

describe("speech CSV", () => {
  it("is told by its columns, and the historical ones by their content", () => {
    expect(formatOf("start,end,text\n0.0,1.5,hello\n")).toBe("speech-csv");
    expect(formatOf("timestamp_start,transcription\n00:20:01.500,hello\n")).toBe("speech-csv-clock");
    expect(formatOf("timestamp_start,transcription\n1201.5,hello\n")).toBe("speech-csv");
    expect(formatOf("live_id,audio_path,timestamp_start,timestamp_end,transcription\n7,a.m4a,1.5,2,hi\n")).toBe(
      "pococha-speech-csv",
    );
  });

  it("reads clock text and seconds by what each row holds, and notes rows of the other convention", async () => {
    const clock = "timestamp_start,transcription\n00:20:01.500,a\n0:10:05,b\n1205.2,c\n";
    const found = await readSpeech(clockSpeechCsv, clock);
    expect(rows(found.utterances)).toEqual([
      [1_201_500, 1_201_500, "a"],
      [605_000, 605_000, "b"],
      [1_205_200, 1_205_200, "c"],
    ]);
    expect(found.noted).toEqual({ "no-end": 3, "out-of-order": 1, "mixed-time": 1 });
    const seconds = await readSpeech(speechCsv, "start\tend\ttext\n1205.2\t1206\ta\n00:10:05\t00:10:06\tb\n");
    expect(rows(seconds.utterances)).toEqual([
      [1_205_200, 1_206_000, "a"],
      [605_000, 606_000, "b"],
    ]);
    expect(seconds.noted).toEqual({ "out-of-order": 1, "mixed-time": 2 });
  });

  it("counts rows without a time or a text, so that none becomes second 0 or the word nan", async () => {
    const found = await readSpeech(speechCsv, "start,end,text\nNaN,1,a\n,2,b\nsoon,3,c\n4,5,\n6,7,d\n");
    expect(rows(found.utterances)).toEqual([[6000, 7000, "d"]]);
    expect(found.skipped).toEqual({ "no-time": 3, "no-text": 1 });
  });

  const mixed =
    "live_id,audio_path,timestamp_start,timestamp_end,transcription\n7,a,1.5,2,of seven\n8,b,2.5,3,of eight\n7,a,3,4,more\n";

  it("reads one live of Pococha's mixed file and counts the others", async () => {
    const found = await readSpeech(pocochaSpeechCsv, mixed, { video: "7" });
    expect(rows(found.utterances)).toEqual([
      [1500, 2000, "of seven"],
      [3000, 4000, "more"],
    ]);
    expect(found.skipped).toEqual({ "other-video": 1 });
    expect(found.video).toEqual({ id: "7" });
  });

  it("refuses to mix lives, and to find nothing of the live that was asked for", async () => {
    await expect(readSpeech(pocochaSpeechCsv, mixed)).rejects.toThrow(InputError);
    await expect(readSpeech(pocochaSpeechCsv, mixed)).rejects.toThrow("found 7 and 8 in live_id");
    await expect(readSpeech(pocochaSpeechCsv, mixed, { video: "9" })).rejects.toThrow("found only 7, 8");
  });

  it("gives back what was written in each form, and Python's csv reads the same", async () => {
    expect((await readSpeech(speechCsv, written(speechCsv, said))).utterances).toEqual(said.map(bare));
    expect((await readSpeech(clockSpeechCsv, written(clockSpeechCsv, said))).utterances).toEqual(said.map(bare));
    const pococha = written(pocochaSpeechCsv, said, { video: "7" });
    const { speaker, ...first } = bare(said[0]!);
    expect((await readSpeech(pocochaSpeechCsv, pococha, { video: "7" })).utterances).toEqual([first, bare(said[1]!)]);
    expect(speaker).toBe("host");
    const code = `
import csv, io, json, sys
print(json.dumps(list(csv.DictReader(io.StringIO(json.load(sys.stdin), newline="")))))`;
    expect(python(code, pococha)).toEqual([
      {
        live_id: "7",
        audio_path: "",
        timestamp_start: "0",
        timestamp_end: "1.5",
        transcription: 'he said "go",\nthen left',
      },
      { live_id: "7", audio_path: "", timestamp_start: "605.2", timestamp_end: "606", transcription: "百時間" },
    ]);
  });
});

describe("mapped speech", () => {
  it("reads other names and units, and refuses wall-clock times", async () => {
    const mapping = { time: "von", end: "bis", text: "satz", speaker: "wer", timeUnit: "milliseconds" } as const;
    const found = await readSpeech(mappedSpeech, "von;bis;wer;satz\n500;2000;host;Good morning\nx;1;host;lost\n", {
      mapping,
    });
    expect(found.utterances).toEqual([{ index: 0, startMs: 500, endMs: 2000, text: "Good morning", speaker: "host" }]);
    expect(found.skipped).toEqual({ "no-time": 1 });
    const dated = { ...mapping, timeUnit: "datetime" } as const;
    await expect(readSpeech(mappedSpeech, "von;bis;wer;satz\n", { mapping: dated })).rejects.toThrow(InputError);
  });

  it("reads JSON Lines by paths", async () => {
    const mapping = { time: "t.from", end: "t.to", text: "said" };
    const found = await readSpeech(
      mappedSpeech,
      '{"t":{"from":1.5,"to":2},"said":"hi"}\n{"t":{"from":"0:03"},"said":"ho"}\n',
      { mapping },
    );
    expect(rows(found.utterances)).toEqual([
      [1500, 2000, "hi"],
      [3000, 3000, "ho"],
    ]);
  });
});

describe("word CSV", () => {
  it("makes utterances of words at pauses, speakers and ends of sentences", async () => {
    const content = `word,start,end,score,speaker
good,0.0,0.4,0.9,a
morning.,0.5,1.0,0.8,a
so,1.1,1.3,0.7,a
yes,1.4,1.6,0.6,b
well,3.0,3.2,,b
`;
    expect(formatOf(content)).toBe("word-csv");
    const { utterances } = await readSpeech(wordCsv, content);
    expect(utterances.map((each) => [each.startMs, each.endMs, each.speaker, each.text])).toEqual([
      [0, 1000, "a", "good morning."],
      [1100, 1300, "a", "so"],
      [1400, 1600, "b", "yes"],
      [3000, 3200, "b", "well"],
    ]);
    expect(utterances[0]?.words?.[0]).toEqual({ text: "good", startMs: 0, endMs: 400, probability: 0.9 });
    expect(utterances[3]?.words).toEqual([{ text: "well", startMs: 3000, endMs: 3200 }]);
  });

  it("joins Japanese words without blanks and leaves an utterance's end to the last of its words", async () => {
    const { utterances } = await readSpeech(wordCsv, "word,start,end\n今日は,0,0.5\n雑談,0.5,1\nです。,1,1.2\n");
    expect(rows(utterances)).toEqual([[0, 1200, "今日は雑談です。"]]);
  });

  it("gives back what was written", async () => {
    const spoken: Utterance[] = [
      {
        id: "u0",
        startMs: 0,
        endMs: 1000,
        text: 'So, "blobs" grow',
        speaker: "host",
        words: [
          { text: "So,", startMs: 0, endMs: 200, probability: 0.5 },
          { text: "blobs", startMs: 300, endMs: 600 },
          { text: "grow", startMs: 700, endMs: 1000 },
        ],
      },
      {
        id: "u1",
        startMs: 1000,
        endMs: 1500,
        text: "今日、雑談",
        words: [
          { text: "今日", startMs: 1000, endMs: 1200 },
          { text: "雑談", startMs: 1200, endMs: 1500 },
        ],
      },
    ];
    const { utterances } = await readSpeech(wordCsv, written(wordCsv, spoken));
    expect(utterances.map(({ text, startMs, endMs, speaker }) => ({ text, startMs, endMs, speaker }))).toEqual(
      spoken.map(({ text, startMs, endMs, speaker }) => ({ text, startMs, endMs, speaker })),
    );
    expect(utterances.map((each) => each.words?.map((word) => word.startMs))).toEqual([
      [0, 300, 700],
      [1000, 1200],
    ]);
  });
});
