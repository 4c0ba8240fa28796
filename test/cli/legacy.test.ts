import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commandLine } from "../commandLine.ts";
import { oracle } from "../qa/protocols/oracle.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "livecorpus-legacy-"));
});
afterEach(() => rmSync(root, { recursive: true }));

describe("livecorpus legacy import", () => {
  it("prints each stage as it was scored and corrected, and writes what has to be asked again", async () => {
    const { metrics } = oracle(["A", "3", join(root, "run")]);
    const { code, out } = await commandLine(["legacy", "import", join(root, "run"), "--out", join(root, "out")]);
    expect(code).toBe(0);
    const line = out.split("\n").find((each) => each.startsWith("Q1.combined.all"))!;
    expect(line).toContain(`${metrics.q1_combined_correct_total}/${metrics.q1_combined_total}`);
    const requeue = readFileSync(join(root, "out/requeue.csv"), "utf8").trimEnd().split("\n");
    expect(requeue[0]).toBe("stage,code,live_id,chunk_idx,file,because");
    expect(out).toContain(`${requeue.length - 1} replies have to be asked again`);
  });

  it("prints JSON for machines", async () => {
    const { metrics } = oracle(["C", "1", join(root, "run")]);
    const { out } = await commandLine(["legacy", "import", join(root, "run"), "--out", join(root, "out"), "--json"]);
    const found = JSON.parse(out);
    // Without metrics of its own, nothing says when the run was scored.
    expect(found.metrics).toEqual({ ...metrics, generated_at: "" });
    expect(found.stages).toHaveLength(8);
  });

  it("changes nothing where the folder to write to is in use", async () => {
    oracle(["A", "3", join(root, "run")]);
    const { code, err } = await commandLine(["legacy", "import", join(root, "run"), "--out", join(root, "run")]);
    expect([code, err]).toEqual([2, expect.stringContaining("expected a new or empty folder")]);
  });
});
