import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findFormat } from "#lib/formats/index.ts";
import { gate, whisperGate } from "#lib/transcribe/index.ts";
import { readSpeech } from "../formats/readSpeech.ts";

const folder = join(process.env.LIVECORPUS_REAL!, "transcripts");
const files = readdirSync(folder).filter((name) => /\.(csv|srt)$/.test(name));

test("of five whole streams the gate drops at most one utterance in a thousand, where all of it is speech", async () => {
  expect(files).toHaveLength(5);
  let utterances = 0;
  for (const name of files) {
    const content = readFileSync(join(folder, name), "utf8");
    const format = findFormat({ text: content.slice(0, 65_536), whole: false }, name);
    if (format.holds !== "speech") throw new Error(`${name} was taken for ${format.name}`);
    const read = await readSpeech(format, content, {}, 1 << 16);
    const told = read.utterances.map(({ startMs, endMs, text }) => ({ startMs, endMs, text }));
    const { dropped } = gate(told, [{ startMs: 0, endMs: 1e12 }], whisperGate);
    console.log(`${name}: ${dropped.length} of ${told.length}: ${dropped.map(({ reason }) => reason).join(" ")}`);
    expect(dropped.length / told.length).toBeLessThanOrEqual(0.001);
    utterances += told.length;
  }
  expect(utterances).toBeGreaterThan(20_000);
});
