import { expect, it } from "vitest";
import { findFormat, openBytes, type RawUtterance, type ReadReport, type SpeechFormat } from "#lib/formats/index.ts";
import type { Utterance } from "#lib/records/index.ts";
import { type TranscriptForm, transcriptForms, writeTranscript } from "#lib/transcribe/index.ts";
import { python } from "../python.ts";

const said: Utterance[] = [
  { id: "u1", startMs: 1500, endMs: 3000, text: "ラーメン、二つ" },
  { id: "u2", startMs: 3000, endMs: 3_723_004, text: 'he said "go", then; left' },
  {
    id: "u3",
    startMs: 3_800_000,
    endMs: 3_801_000,
    text: "two words",
    words: [
      { text: "two", startMs: 3_800_000, endMs: 3_800_400, probability: 0.5 },
      { text: "words", startMs: 3_800_500, endMs: 3_801_000, probability: 0.75 },
    ],
    confidence: { avgLogprob: -0.25, noSpeech: 0.125, compressionRatio: 1.5 },
  },
];
const hostile = [
  "00:00:09,000 --> 00:00:10,000",
  "one\n\n2\n00:00:09,000 --> 00:00:10,000\ntwo",
  "<script>alert(1)</script> & <b>",
  "=HYPERLINK(1)",
  "-1+1\ttab",
  '"',
  "a,b\r\nc\u2028d",
  "\u001b[2Jgone\u0000",
  "WEBVTT",
  "{",
];
const cases: Utterance[] = hostile.map((text, i) => ({
  id: `u${i}`,
  startMs: 1000 * i,
  endMs: 1000 * i + 900,
  text,
}));
const text = (form: TranscriptForm, utterances: readonly Utterance[]) =>
  [...writeTranscript(form, utterances, { video: "7", language: "ja" })].join("");
const machineForms = transcriptForms.filter((form) => form !== "txt");

it.each(machineForms)("writes %s that the importer recognises and reads back", async (form) => {
  const found = await readBack(text(form, said));
  const kept = said.map(({ id, words, confidence, ...each }, i) => ({
    index: i,
    ...each,
    ...(form === "json" && words && { words }),
    ...(form === "json" && confidence && { confidence }),
  }));
  expect(found).toEqual(kept);
});

it.each(machineForms)("keeps every hostile text of a %s in its own cue or row", async (form) => {
  const found = await readBack(text(form, cases));
  expect(found.map(({ startMs, endMs }) => [startMs, endMs])).toEqual(
    cases.map(({ startMs, endMs }) => [startMs, endMs]),
  );
  const inWords = (one: string) => one.replace(/[^\p{L}\p{N}]+/gu, "");
  // Tags are markup in SubRip, which has no way to write them otherwise.
  const lost = form === "srt" ? /<b>/g : /$^/g;
  expect(found.map((each) => inWords(each.text))).toEqual(cases.map((each) => inWords(each.text.replace(lost, ""))));
  expect(text(form, cases)).not.toMatch(/[\u0000\u001b\u2028]/);
});

it("writes words as harmless as lines, with the blanks that say where a word begins", () => {
  const words = [{ text: " \u001b]0;pwned\u0007", startMs: 0, endMs: 500 }];
  const written = JSON.parse(text("json", [{ id: "u1", startMs: 0, endMs: 500, text: "pwned", words }]));
  expect(written.segments[0].words[0].word).toBe(" \ufffd]0;pwned\ufffd");
});

it("writes no cell that a spreadsheet takes for a formula, and no line that is two", () => {
  for (const form of ["csv", "tsv", "pococha-csv"] as const)
    expect(text(form, cases)).not.toMatch(/(?:^|[,\t"])[=@+-][^\t,]*[A-Z1]/m);
  expect(text("txt", cases).split("\n")).toHaveLength(cases.length + 1);
  expect(text("tsv", cases).split("\n")).toHaveLength(cases.length + 2);
});

it("writes the files of Whisper's own program as other programs read them", () => {
  const read = python(
    `
import json, sys
tsv, whole = json.load(sys.stdin)
rows = [line.split("\\t") for line in tsv.splitlines()]
found = json.loads(whole)
print(json.dumps([rows[0], [int(rows[1][0]), int(rows[1][1])], found["language"], [s["start"] for s in found["segments"]]]))`,
    [text("tsv", said), text("json", said)],
  );
  expect(read).toEqual([["start", "end", "text"], [1500, 3000], "ja", [1.5, 3, 3800]]);
  expect(text("srt", said.slice(0, 1))).toBe("1\n00:00:01,500 --> 00:00:03,000\nラーメン、二つ\n\n");
});

async function readBack(content: string): Promise<RawUtterance[]> {
  const report: ReadReport = { skipped: new Map(), unknownFields: new Map(), video: {} };
  const options = { file: "written", strict: false, video: "7" };
  const format = findFormat({ text: content, whole: true }, "written") as SpeechFormat;
  const all: RawUtterance[] = [];
  const bytes = openBytes(
    (async function* () {
      yield Buffer.from(content);
    })(),
    report,
    options,
  );
  for await (const batch of format.read(bytes, report, options)) all.push(...batch);
  expect([...report.skipped]).toEqual([]);
  return all;
}
