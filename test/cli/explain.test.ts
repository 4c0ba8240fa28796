import { createHash, randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { ExplainedRow } from "#lib/report/index.ts";
import { commandLine } from "../commandLine.ts";

const sample = join(import.meta.dirname, "..", "..", "experiments", "sample");
const cell = "all/all/chat/bm25/accuracy";

let folder: string;
/** One stream of the sample, one reader, two arms: small enough to run in a moment. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-explain-"));
  for (const part of ["data/pococha", "pseudonym.key"])
    await cp(join(sample, part), join(folder, "study", part), { recursive: true });
  const study = parse(await readFile(join(sample, "study.yaml"), "utf8"));
  const small = {
    ...study,
    name: "small",
    sources: study.sources.filter(({ id }: { id: string }) => id === "990004"),
    readers: ["bm25"],
    arms: ["chat", "none"],
    orders: ["written"],
    draws: 1,
    primary: { reader: "bm25", arm: "chat", against: ["none"] },
    audit: [],
  };
  await writeFile(join(folder, "study/study.yaml"), stringify(small));
  expect((await livecorpus("reproduce", "accuracy", "corpus")).code).toBe(0);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

async function livecorpus(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const flags = ["--study", join(folder, "study"), "--out", join(folder, "results")];
  return commandLine([...args, ...flags], { randomBytes });
}

describe("livecorpus explain", () => {
  it("prints the number of cells.json with its questions, their right answers, and what was answered", async () => {
    const { out } = await livecorpus("explain", "accuracy", cell, "--limit", "1");
    const { cells } = JSON.parse(await readFile(join(folder, "results/small/accuracy/cells.json"), "utf8"));
    expect(out).toContain(`accuracy: ${cell}\n${cells[cell].text}\n`);
    expect(out).toContain(`computed from ${cells[cell].rows} rows of data, SHA-256 ${cells[cell].sha256}\nas in `);
    expect(out).toMatch(/\n1\. pococha\/990004, chunk \d, \d:\d\d:00 to \d:\d\d:00, (topic|detail), /);
    expect(out.match(/ {2}\(right\)$/gm)).toHaveLength(1);
    expect(out.match(/^ {3}bm25 under chat, shown ABCD, draw 0: [A-D], (right|wrong)$/gm)).toHaveLength(1);
    expect(out).toContain(`${cells[cell].rows - 1} more: --limit ${cells[cell].rows} prints all of them`);
  });

  it("gives as JSON the very rows whose hash cells.json names, and answers that average to the number", async () => {
    const { out } = await livecorpus("explain", "accuracy", cell, "--json");
    const { sha256, rows, text } = JSON.parse(out) as { sha256: string; rows: ExplainedRow[]; text: string };
    const lines = rows.map(({ data }) => `${JSON.stringify(data)}\n`).join("");
    expect(createHash("sha256").update(lines).digest("hex")).toBe(sha256);
    const right = rows.filter(({ question, answers }) => {
      const { order, choice } = answers![0]!;
      return order[choice!] === question!.answer;
    });
    expect(Number.parseFloat(text)).toBeCloseTo(right.length / rows.length, 3);
  });

  it("shows a row of data that is of no question as it is", async () => {
    const { out } = await livecorpus("explain", "corpus", "pococha/en/hours");
    expect(out).toMatch(/\n1\. \{"language":"en","video":\{"platform":"pococha","id":"990004"/);
  });

  it("names the tables and cells that are most like one that is not there", async () => {
    const table = await livecorpus("explain", "acuracy", cell);
    expect([table.code, table.err]).toEqual([2, expect.stringContaining("Most like it: accuracy, ")]);
    const other = await livecorpus("explain", "accuracy", "all/all/chat/bm25/acuracy");
    expect([other.code, other.err]).toEqual([2, expect.stringContaining(`Most like it: ${cell}, `)]);
  });

  it("refuses a number that is not what the results say any more", async () => {
    const path = join(folder, "results/small/accuracy/cells.json");
    const text = await readFile(path, "utf8");
    const file = JSON.parse(text);
    file.cells[cell].sha256 = "0".repeat(64);
    await writeFile(path, JSON.stringify(file));
    const { code, err } = await livecorpus("explain", "accuracy", cell);
    await writeFile(path, text);
    expect([code, err]).toEqual([2, expect.stringContaining("run livecorpus reproduce")]);
  });
});
