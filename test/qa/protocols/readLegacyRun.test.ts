import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "#lib/errors.ts";
import {
  type LegacyFile,
  type LegacyLayoutA,
  type LegacyLayoutBC,
  legacyFilesA,
  legacyFilesBC,
  metricsA,
  metricsOfView,
  readLegacyA,
  readLegacyB,
  readLegacyC,
  readLegacyRun,
  viewA,
  viewBC,
} from "#lib/qa/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { madeStudy } from "./madeStudy.ts";
import { oracle } from "./oracle.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "livecorpus-legacy-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const seeds = [1, 2, 3, 4, 5, 6];
const generatedAt = "2024-09-17T12:00:00";
const names = { label: "label", source: "run_1050", reader: "made", generatedAt };

describe("a historical run, made and scored by pandas", () => {
  it.each(seeds)("A, seed %s: every number of its metrics is equal", async (seed) => {
    const expected: { layout: LegacyLayoutA; metrics: object; duplicateRows: number } = oracle(["A", `${seed}`, root]);
    const run = await readLegacyA(openDirectoryStore(root), expected.layout);
    expect(run.metrics).toEqual(expected.metrics);
    expect(run.duplicateRows).toBe(expected.duplicateRows);
    expect(run.disagreements).toEqual([]);
    expect(run.metrics.q1_combined_total).toBeGreaterThan(3);
  });

  const readers = { B: readLegacyB, C: readLegacyC };
  it.each(seeds.flatMap((seed) => [["B", seed] as const, ["C", seed] as const]))(
    "%s, seed %s: every number of its metrics is equal",
    async (protocol, seed) => {
      const expected: { layout: LegacyLayoutBC; metrics: object; logs: number; tasks: number } = oracle([
        protocol,
        `${seed}`,
        root,
      ]);
      const run = await readers[protocol](openDirectoryStore(root), expected.layout);
      expect(run.metrics).toEqual(expected.metrics);
      expect([run.logs.length, run.tasks.length]).toEqual([expected.logs, expected.tasks]);
      expect(run.disagreements).toEqual([]);
      expect(run.logs.length).toBeGreaterThan(20);
    },
  );
});

/** Writes the files below `root`. */
function put(files: Iterable<LegacyFile>): void {
  for (const { name, text } of files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

describe("a study in the historical layout", () => {
  it.each(["a", "b"])("A, seed %s: pandas scores it as we do, and so do we when we read it again", async (seed) => {
    const view = viewA(madeStudy(seed));
    const metrics = metricsA(view.rows);
    put(legacyFilesA(view));
    expect(oracle(["A", "score", root])).toEqual(metrics);
    const run = await readLegacyRun(openDirectoryStore(root), { protocol: "A" });
    expect(run).toMatchObject({ metrics, duplicateRows: 0, disagreements: [] });
    expect(JSON.parse(readFileSync(join(root, "run_logs/metrics.json"), "utf8"))).toEqual(metrics);
  });

  it.each([
    ["B", "a"],
    ["B", "b"],
    ["C", "a"],
    ["C", "b"],
  ] as const)("%s, seed %s: pandas scores it as we do, and so do we when we read it again", async (protocol, seed) => {
    const view = viewBC(protocol, madeStudy(seed));
    const metrics = metricsOfView(view, names);
    put(legacyFilesBC(view, names));
    expect(oracle([protocol, "score", root])).toEqual(metrics);
    const run = await readLegacyRun(openDirectoryStore(root), { protocol, generatedAt });
    expect(run).toMatchObject({ metrics, disagreements: [] });
    expect(JSON.parse(readFileSync(join(root, "metrics.json"), "utf8"))).toEqual(metrics);
  });
});

describe("a run that disagrees with itself", () => {
  /** Changes a JSON file below `root`. */
  function edit(name: string, change: object): void {
    const path = join(root, name);
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...change }));
  }

  it("A: a saved answer and a regenerated question that the log does not know are named", async () => {
    const view = viewA(madeStudy("a"));
    put(legacyFilesA(view));
    edit("answers_q1_combined/live_1_1.json", { answers: { q1_index: 9 } });
    edit("questions_full/live_2_1.json", { questions: [{ answer_index: 7 }, { answer_index: 7 }] });
    const { disagreements } = await readLegacyA(openDirectoryStore(root));
    expect(disagreements.map((sentence) => sentence.split(":")[0])).toEqual([
      "answers_q1_combined/live_1_1.json",
      "answers_q1_combined/live_1_1.json",
      "answers_q1_combined/live_1_1.json",
      "questions_full/live_2_1.json",
      "questions_full/live_2_1.json",
    ]);
    expect(disagreements[0]).toMatch(/the log says choice [0-3], the file 9/);
  });

  it("B: a reply that its log does not follow from, and a shuffle that its names do not give, are named", async () => {
    put(legacyFilesBC(viewBC("B", madeStudy("a")), names));
    edit("logs/Q1_LLM2_combined/by_key/live_1_1_Q1.json", { raw_response: "" });
    edit("shuffled/by_key/live_2_1_Q1.json", { perm_new_to_old: [0, 1, 2, 3] });
    const { disagreements } = await readLegacyB(openDirectoryStore(root), { generatedAt });
    expect(disagreements).toHaveLength(4);
    expect(disagreements[0]).toMatch(/Q1_LLM2_combined.*the log says pred_index [0-3], its reply null/);
    expect(disagreements[2]).toMatch(/live_2_1_Q1.*the record says order 0 1 2 3, its names give/);
  });
});

describe("a run that cannot be read", () => {
  it.each([
    ["no log", {}, "expected the table run_logs/adopted_chunks_top100.csv"],
    ["a log without rows", { "run_logs/adopted_chunks_top100.csv": "live_id,status\n" }, "expected at least one row"],
    [
      "a log in which no chunk was adopted",
      { "run_logs/adopted_chunks_top100.csv": "live_id,chunk_idx,status,has_chat\n1,1,skip_short,True\n" },
      "row 1, column q1_correct_combined: no such column",
    ],
    ["a log that is no table", { "run_logs/adopted_chunks_top100.csv": 'a,b\n"1,2\n' }, "Quote Not Closed"],
  ])("A: %s is one clear error", async (_what, files, expected) => {
    put(Object.entries(files).map(([name, text]) => ({ name, text })));
    const reading = readLegacyA(openDirectoryStore(root));
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(expected);
  });

  it.each([
    ["no manifest", "manifest.json", null, "expected manifest.json, found no such file"],
    [
      "a log that is cut off",
      "logs/Q1_LLM2_combined/by_key/live_1_1_Q1.json",
      '{"key": ',
      "live_1_1_Q1.json: expected JSON",
    ],
    ["a shuffle of another shape", "shuffled/by_key/live_1_1_Q1.json", "{}", "live_1_1_Q1.json: key: Invalid input"],
  ])("B: %s is one clear error", async (_what, name, text, expected) => {
    put(legacyFilesBC(viewBC("B", madeStudy("a")), names));
    if (text === null) rmSync(join(root, name));
    else writeFileSync(join(root, name), text);
    const reading = readLegacyB(openDirectoryStore(root), { generatedAt });
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(expected);
  });
});
