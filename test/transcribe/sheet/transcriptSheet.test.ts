import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { InputError } from "#lib/errors.ts";
import type { Utterance } from "#lib/records/index.ts";
import { readTranscriptSheet, type SheetTranscript, sheetErrorRates, transcriptSheet } from "#lib/transcribe/index.ts";

const line = (i: number, text: string): Utterance => ({
  id: `u${i}`,
  startMs: i * 10_000,
  endMs: i * 10_000 + 4000,
  text,
});
const transcript = (id: string, texts: readonly string[], language = "en"): SheetTranscript => ({
  video: { platform: "twitch", id },
  variant: "scripted",
  sha256: "ab".repeat(32),
  language,
  utterances: texts.map((text, i) => line(i, text)),
  speech: null,
});
const talk = Array.from({ length: 60 }, (_, i) => `this is line ${i} of the talk`);
const rowsOf = (csv: string) => parse(csv, { columns: true }) as Record<string, string>[];

it("draws one whole minute of each transcript by its seed, whatever the order of the videos", () => {
  const [a, b] = [transcript("1", talk), transcript("2", talk)];
  const csv = transcriptSheet([a, b], "7");
  expect(transcriptSheet([a, b], "7")).toBe(csv);
  const rows = rowsOf(csv);
  expect(rows).toHaveLength(12);
  expect(rows.filter(({ id }) => id === "2")).toEqual(rowsOf(transcriptSheet([b], "7")));
  expect(
    new Set(Array.from({ length: 30 }, (_, seed) => rowsOf(transcriptSheet([a], String(seed)))[0]!.start)).size,
  ).toBeGreaterThan(5);
  expect(rows[0]).toMatchObject({ fingerprint: "abababababab", checked: "", heard: rows[0]!.said });
});

it("draws a minute with speech, and gives one without text a row to fill", () => {
  const silent = { ...transcript("1", []), speech: [{ startMs: 130_000, endMs: 160_000 }] };
  expect(rowsOf(transcriptSheet([silent], "1"))).toMatchObject([{ start: "0:02:00.0", end: "0:03:00.0", heard: "" }]);
  expect(rowsOf(transcriptSheet([transcript("1", [])], "1"))).toEqual([]);
});

it("turns corrected rows into an error rate of each video and of all, and leaves unchecked rows out", () => {
  const csv = transcriptSheet([transcript("1", talk), transcript("2", talk), transcript("3", talk)], "7");
  const corrected = csv
    .split("\n")
    .map((row, i) => (i === 0 || row === "" || i % 6 === 0 ? row : row.replace(/,$/, ",x")))
    .map((row) => (row.includes("twitch,2,") ? row.replace(/(of the talk),(.*) of the talk/, "$1,$2 of a walk") : row))
    .join("\n");
  const sheet = readTranscriptSheet(corrected, "sheet.csv");
  expect([sheet.rows.length, sheet.unchecked]).toEqual([15, 3]);
  const { transcripts, together } = sheetErrorRates(sheet.rows, "1");
  expect(transcripts.map(({ video, rate }) => [video.id, rate.value])).toEqual([
    ["1", 0],
    ["2", 2 / 7],
    ["3", 0],
  ]);
  expect(transcripts[1]).toMatchObject({ rows: 5, counts: { hits: 25, substitutions: 10 }, unit: "words" });
  expect(together).toMatchObject([{ videos: 3, rate: { value: 10 / 105, n: 105, clusters: 3 } }]);
  expect(together[0]!.rate.low).toBe(0);
});

it("keeps words and characters apart", () => {
  const both = [transcript("1", talk), transcript("2", ["ラーメンを二つください"], "ja")];
  const checked = transcriptSheet(both, "1").replace(/,$/gm, ",yes");
  const { together } = sheetErrorRates(readTranscriptSheet(checked, "s").rows, "1");
  expect(together.map(({ language, unit }) => [language, unit])).toEqual([
    ["en", "words"],
    ["ja", "characters"],
  ]);
});

it("says what is wrong with a sheet, by its row", () => {
  const csv = transcriptSheet([transcript("1", talk)], "1");
  expect(() => readTranscriptSheet(csv, "blank.csv")).toThrow("blank.csv: expected rows that were listened to");
  expect(() => readTranscriptSheet("a,b\n1,2\n", "other.csv")).toThrow(InputError);
  const marked = csv.replace(/,$/gm, ",x").replace("twitch", "twich");
  expect(() => readTranscriptSheet(marked, "s.csv")).toThrow("s.csv, row 2: expected platform");
});

it("writes no cell that a spreadsheet takes for a formula", () => {
  const csv = transcriptSheet(
    [
      transcript(
        "=1+1",
        Array.from({ length: 9 }, () => "=cmd()"),
      ),
    ],
    "1",
  );
  for (const row of rowsOf(csv)) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+@-]/);
});
