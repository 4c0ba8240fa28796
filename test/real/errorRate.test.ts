import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openBytes, type ReadReport, vtt } from "#lib/formats/index.ts";
import { countEdits } from "#lib/stats/index.ts";
import { errorRate, errorUnits } from "#lib/transcribe/index.ts";
import { python } from "../python.ts";

const reference = join(process.env.LIVECORPUS_REAL ?? "", "reference");
const words = (text: string) => text.split(/\s+/).filter(Boolean);

it("gives jiwer's published word and character error rates", () => {
  const { wer } = JSON.parse(readFileSync(join(reference, "references.json"), "utf8")) as {
    wer: { cases: { ref: string; hyp: string; wer: number | string; mer: number | string; cer?: string }[] };
  };
  const asNumber = (value: number | string) => {
    const [top, bottom = "1"] = String(value).split("/");
    return Number(top) / Number(bottom);
  };
  expect(wer.cases.length).toBeGreaterThan(9);
  for (const { ref, hyp, wer: rate, mer, cer } of wer.cases) {
    const { hits, substitutions, deletions, insertions } = countEdits(words(ref), words(hyp));
    const errors = substitutions + deletions + insertions;
    expect(errors / words(ref).length).toBeCloseTo(asNumber(rate), 10);
    // Jiwer's match error rate has the hits below it, so this holds the kinds too.
    expect(errors / (hits + errors)).toBeCloseTo(asNumber(mer), 10);
    if (cer === undefined) continue;
    const letters = countEdits([...ref], [...hyp]);
    expect((letters.substitutions + letters.deletions + letters.insertions) / ref.length).toBeCloseTo(
      asNumber(cer),
      10,
    );
  }
});

it("finds no fewer and no more errors in sclite's test transcripts than a plain table in Python", () => {
  const pairs = [
    ["csrnab.ref", "csrnab.hyp"],
    ["csrnab1.ref", "csrnab1.hyp"],
    ["demo.ref.txt", "demo.hyp.txt"],
    ["test.turkish.ref", "test.turkish.hyp"],
    ["test.ukranian.ref", "test.ukranian.hyp"],
    ["test.vietnamese.ref.trn", "test.vietnamese.hyp.trn"],
  ].map((names) => names.map(transcript) as [string[], string[]]);
  const code = `
import json, sys
out = []
for said, heard in json.load(sys.stdin):
    row = list(range(len(heard) + 1))
    for i, a in enumerate(said):
        new = [i + 1]
        for j, b in enumerate(heard):
            new.append(min(row[j] + (a != b), row[j + 1] + 1, new[j] + 1))
        row = new
    out.append(row[-1])
print(json.dumps(out))`;
  const found = pairs.map(([said, heard]) => {
    const { substitutions, deletions, insertions } = countEdits(said, heard);
    return substitutions + deletions + insertions;
  });
  expect(found).toEqual(python(code, pairs));
  expect(pairs.every(([said]) => said.length > 5)).toBe(true);
});

it("finds what was corrected in a real call of ten thousand words, as numpy counts it row by row", async () => {
  const call = join(process.env.LIVECORPUS_REAL ?? "", "pairs", "ethereum_acde_2026-03-26_233");
  const heard = await vttText(join(call, "transcript.vtt"));
  const said = await vttText(join(call, "transcript_corrected.vtt"));
  const started = performance.now();
  const { counts, rate } = errorRate([{ cluster: "233", said, heard }], { language: "en", seed: "1" });
  expect(performance.now() - started).toBeLessThan(5000);
  const code = `
import json, sys
import numpy as np
said, heard = json.load(sys.stdin)
numbers = {}
a, b = (np.array([numbers.setdefault(w, len(numbers)) for w in words]) for words in (said, heard))
at = np.arange(len(b) + 1)
row = at.copy()
for i, word in enumerate(a):
    new = np.concatenate([[i + 1], np.minimum(row[1:] + 1, row[:-1] + (b != word))])
    row = np.minimum.accumulate(new - at) + at
print(json.dumps([len(a), int(row[-1])]))`;
  const [words, edits] = python(code, [errorUnits(said, "en"), errorUnits(heard, "en")]) as [number, number];
  expect([rate.n, counts.substitutions + counts.deletions + counts.insertions]).toEqual([words, edits]);
  expect(words).toBeGreaterThan(8000);
  expect(edits).toBeGreaterThan(0);
});

async function vttText(path: string): Promise<string> {
  const report: ReadReport = { skipped: new Map(), unknownFields: new Map(), video: {} };
  const options = { file: path, strict: false };
  async function* bytes() {
    yield readFileSync(path);
  }
  const texts: string[] = [];
  for await (const batch of vtt.read(openBytes(bytes(), report, options), report, options))
    for (const { text } of batch) texts.push(text);
  return texts.join("\n");
}

/** The words of a file of transcripts, in lower case; of two readings `{ a / b }` the first. */
function transcript(name: string): string[] {
  const text = readFileSync(join(reference, "sclite", name))
    .toString("utf8")
    .toLowerCase();
  return text
    .split("\n")
    .flatMap((line) => words(line.replace(/\([^()]*\)\s*$/, "").replace(/\{([^/]*)\/[^}]*\}/g, "$1")))
    .filter((word) => word !== "@");
}
