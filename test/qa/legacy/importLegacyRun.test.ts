import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "#lib/errors.ts";
import { importLegacyRun, type LegacyImport, type LegacyLayoutA } from "#lib/qa/index.ts";
import { Answer, Question } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { oracle } from "../protocols/oracle.ts";

let root: string;
let out: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "livecorpus-legacy-"));
  out = mkdtempSync(join(tmpdir(), "livecorpus-imported-"));
});
afterEach(() => {
  for (const folder of [root, out]) rmSync(folder, { recursive: true });
});

// Runs with resumes that logged something else, and with replies that were empty; reading alone is tested with more.
const seeds = { A: [2, 4], B: [1], C: [2] };

function importRun(run?: string): Promise<LegacyImport> {
  const repaired = openDirectoryStore(join(out, "repaired"));
  return importLegacyRun(openDirectoryStore(root), openDirectoryStore(out), {
    repaired,
    ...(run === undefined ? {} : { run }),
  });
}

/** What pandas makes of the same run. */
function corrected(...args: string[]): Record<string, object> {
  const script = join(import.meta.dirname, "corrected.py");
  return JSON.parse(execFileSync("/usr/bin/python3", [script, ...args], { encoding: "utf8" }));
}

/** Asked, invalid, empty and right of each stage, by the run's own code of it. */
function counts({ stages }: LegacyImport): Record<string, object> {
  return Object.fromEntries(
    stages.map(({ stage, asked, invalid, failed, excluded, wrong }) => {
      const right = Math.round((wrong.value ?? 0) * asked);
      expect(Math.round((excluded.value ?? 0) * (asked - invalid))).toBe(right);
      return [stage.code, { asked, invalid, failed, right }];
    }),
  );
}

function lines(name: string): unknown[] {
  const text = readFileSync(join(out, name), "utf8");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}

describe("a historical run, imported", () => {
  it.each(seeds.A)(
    "A, seed %s: its own metrics exactly, the corrected ones as pandas has them, and the layout back",
    async (seed) => {
      const made: { layout: Required<LegacyLayoutA>; metrics: object } = oracle(["A", `${seed}`, root]);
      const found = await importRun();
      expect(found.metrics).toEqual(made.metrics);
      const expected = corrected("A", made.layout.log, made.layout.answers, root);
      for (const [code, count] of Object.entries(counts(found))) {
        const arm = `${code.slice(0, 2)}.${code.slice(3)}`;
        expect(expected[arm], code).toMatchObject(count);
      }
      const repaired = join(out, "repaired");
      const folder = made.layout.log.replace(/[^/]+$/, "");
      const score = oracle(["A", "score", repaired, made.layout.log]);
      expect(JSON.parse(readFileSync(join(repaired, `${folder}metrics.json`), "utf8"))).toEqual(score);
    },
  );

  it.each([...seeds.B.map((seed) => ["B", seed] as const), ...seeds.C.map((seed) => ["C", seed] as const)])(
    "%s, seed %s: its own metrics exactly, the corrected ones as pandas has them, and the layout back",
    async (protocol, seed) => {
      const made: { metrics: object; layout: { run: string; tasks: string } } = oracle([protocol, `${seed}`, root]);
      writeFileSync(join(root, made.layout.run, "metrics.json"), JSON.stringify(made.metrics));
      const found = await importRun();
      expect(found.protocol).toBe(protocol);
      expect(found.metrics).toEqual(made.metrics);
      expect(found.metricsDiffer).toEqual([]);
      const expected = corrected(protocol, join(root, made.layout.run));
      for (const [code, count] of Object.entries(counts(found))) expect(expected[code], code).toMatchObject(count);
      const folder = join(out, "repaired", made.layout.run);
      const score = oracle([protocol, "score", folder, join(out, "repaired", made.layout.tasks)]);
      const written = JSON.parse(readFileSync(join(folder, "metrics.json"), "utf8"));
      // Questions of B lie outside of its run, where the oracle's scoring does not look, and it has no use for them.
      expect(written).toEqual({ ...score, generated_at: written.generated_at });
    },
  );

  it("is there as records that the schemas accept, an answer for each reply that is one", async () => {
    oracle(["B", "3", root]);
    const found = await importRun();
    const questions = lines("questions.jsonl").map((line) => Question.parse(line));
    const answers = lines("answers.jsonl").map((line) => Answer.parse(line));
    const replies = found.stages.reduce((sum, { asked, leftOut }) => sum + asked + leftOut, 0);
    expect(answers.length + found.withoutQuestion).toBe(replies);
    const known = new Map(questions.map((question) => [question.id, question]));
    const right = answers.filter(({ question, order, choice, arm, draw }) => {
      const { kind, answer } = known.get(question)!;
      return kind === "topic" && arm === "none" && draw === 0 && choice !== undefined && order[choice] === answer;
    });
    const stage = found.stages.find(({ stage }) => stage.name === "Q1.none.all")!;
    expect(right.length).toBeGreaterThan(0);
    expect(right.length).toBeLessThanOrEqual(stage.legacy.right);
  });

  it("says which of its own numbers its files do not give", async () => {
    const { metrics, layout } = oracle(["C", "1", root]);
    writeFileSync(join(root, layout.run, "metrics.json"), JSON.stringify({ ...metrics, num_live: 99 }));
    const { metricsDiffer } = await importRun();
    expect(metricsDiffer).toEqual([
      `runs/label/metrics.json: num_live is 99, and ${metrics.num_live} by the run's own files`,
    ]);
  });

  it("asks which one where there are several, and takes the one that is named", async () => {
    oracle(["C", "1", root]);
    oracle(["A", "3", root]);
    cpSync(join(root, "runs/label"), join(root, "runs/other"), { recursive: true });
    await expect(importRun()).rejects.toThrow(InputError);
    await expect(importRun()).rejects.toThrow(/found 3 runs. Name one with --run: runs\/label, runs\/other, /);
    expect((await importRun("runs/other/")).run).toBe("runs/other");
  });

  it("is refused where there is none", async () => {
    await expect(importRun()).rejects.toThrow(/expected adopted_chunks_top100.csv \(protocol A\).*found neither/);
    await expect(importRun("x")).rejects.toThrow(/expected a run named x, found neither/);
  });
});
