import { createHash, randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { commandLine } from "../commandLine.ts";
import { python } from "../python.ts";
import { smallStudy } from "./smallStudy.ts";

/** The experiments that count answers; those that simulate studies or run the line again take too long to be run each time. */
const counted = ["corpus", "accuracy", "arms", "evidence", "contrasts", "protocols", "defects", "shuffledLabels"];
const committed = join(import.meta.dirname, "..", "..", "results", "sample");

const sample = join(import.meta.dirname, "..", "..", "experiments", "sample");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-reproduce-"));
  await cp(sample, join(folder, "study"), { recursive: true, filter: (path) => !path.includes(".cache") });
  const first = await reproduce(...counted, "--out", join(folder, "results"));
  expect(first).toMatchObject({ code: 0 });
  expect(first.err).toMatch(/ask: [1-9]\d+ answers asked, 0 kept/);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

async function reproduce(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return commandLine(["reproduce", "--study", join(folder, "study"), ...args], { randomBytes });
}

async function filesOf(results: string): Promise<Map<string, string>> {
  const entries = await readdir(join(folder, results, "sample"), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, "utf8")] as const)));
}

describe("livecorpus reproduce", () => {
  test("asks nothing again, and gives the same bytes", async () => {
    const before = await filesOf("results");
    const again = await reproduce(...counted, "--out", join(folder, "results"));
    expect(again.err).toMatch(/ask: 0 answers asked/);
    expect(await filesOf("results")).toEqual(before);
  });

  test("goes on where it was stopped: with part of its answers gone it ends at the same bytes", async () => {
    const before = await filesOf("results");
    const answers = join(folder, "study/.cache/corpus/studies/sample/answers");
    await rm(join(answers, "bm25"), { recursive: true });
    await rm(join(answers, "oracle/chat"), { recursive: true });
    const { err } = await reproduce(...counted, "--out", join(folder, "results"));
    expect(err).toMatch(/ask: [1-9]\d+ answers asked, [1-9]\d+ kept/);
    expect(await filesOf("results")).toEqual(before);
  });

  test("makes the tables that are committed, byte for byte", async () => {
    const { code, out, err } = await runCheckOfCommitted();
    expect(err.match(/^ {2}.*$/gm) ?? []).toEqual([]);
    expect([code, out]).toEqual([0, expect.stringContaining("byte for byte")]);
  }, 60_000);

  test("says which file differs, and from which line on", async () => {
    const small = await smallStudy();
    onTestFinished(small.remove);
    await small.reproduce("arms");
    const table = join(small.folder, "../results/small/arms/table.csv");
    await writeFile(table, (await readFile(table, "utf8")).replace("chat,", "chat ,"));
    const { code, err } = await small.reproduce("arms", "--check");
    expect(code).toBe(2);
    expect(err).toContain("  arms/table.csv differs from line 3 on\n");
  });

  test("runs one experiment alone, and names those that there are when it knows no such one", async () => {
    const out = join(folder, "one");
    expect((await reproduce("arms", "--out", out, "--json")).code).toBe(0);
    expect((await readdir(join(out, "sample"))).sort()).toEqual(["arms", "provenance.json"]);
    expect((await reproduce("nonsense", "--out", out)).err).toContain("Known: corpus, accuracy, arms");
  });

  test("sees a byte that only an editor shows, and says where it cannot write", async () => {
    const small = await smallStudy();
    onTestFinished(small.remove);
    await small.reproduce("arms");
    const table = join(small.folder, "../results/small/arms/table.md");
    await writeFile(table, `\ufeff${await readFile(table, "utf8")}`);
    expect((await small.reproduce("arms", "--check")).err).toContain("  arms/table.md differs from line 1 on\n");
    await rm(table);
    await mkdir(table);
    const { code, err } = await small.reproduce("arms");
    expect([code, err]).toEqual([2, expect.stringContaining("Cannot write arms/table.md in")]);
  });

  test("makes the tables of a study with nothing but the defaults; the protocols only where they are asked", async () => {
    const plain = join(folder, "plain");
    await cp(join(folder, "study"), plain, { recursive: true, filter: (path) => !path.includes(".cache") });
    const text = await readFile(join(plain, "study.yaml"), "utf8");
    const defaults = text
      .replace(/^(arms|orders|draws|audit):.*\n/gm, "")
      .replace(/^readers:\n(?: {2}- .*\n)+/m, "readers: [bm25]\n")
      .replace("language: en", "language: fr");
    const run = async (yaml: string, out: string) => {
      await writeFile(join(plain, "study.yaml"), yaml);
      const { code } = await reproduce(...counted, "--study", plain, "--out", join(folder, out));
      return { code, folders: await readdir(join(folder, out, "sample")) };
    };
    const first = await run(`${defaults}orders: [historical]\n`, "plain-1");
    expect(first).toEqual({ code: 0, folders: expect.not.arrayContaining(["protocols"]) });
    const second = await run(defaults, "plain-2");
    expect(second).toEqual({
      code: 0,
      folders: expect.arrayContaining(["accuracy", "arms", "contrasts", "protocols"]),
    });
    expect(await readFile(join(folder, "plain-2/sample/corpus/table.csv"), "utf8")).toMatch(/^youtube,fr,1,/m);
    const page = await readFile(join(folder, "plain-2/sample/protocols/table.md"), "utf8");
    expect(page).toContain("The study asks in the way of A alone");
    expect(page).not.toContain("| B |");
    expect(page).toMatch(/\| A \| Q1\.combined\.all \| LLM2 \| bm25 \| [1-9]/);
    const gated = await run(defaults.replace(/minCombinedChars: \d+/, "minCombinedChars: 1000000"), "plain-3");
    expect(gated.code).toBe(0);
    const none = await readFile(join(folder, "plain-3/sample/protocols/table.md"), "utf8");
    expect(none).toMatch(/\| A \| Q1\.combined\.all \| LLM2 \| bm25 \| 0 \| 0 \| 0 \| 0 \| – \|/);
  }, 60_000);

  test("names a coded sheet that is not there", async () => {
    const small = await smallStudy();
    onTestFinished(small.remove);
    await small.addToYaml("audit: [coder-1.csv]\n");
    const { code, err } = await small.reproduce("arms");
    expect([code, err]).toEqual([2, expect.stringMatching(/coder-1\.csv: the coded sheet cannot be read \(ENOENT\)/)]);
  });

  test("says what is wrong with a study before it does anything", async () => {
    const broken = join(folder, "broken");
    await cp(join(folder, "study/study.yaml"), join(broken, "study.yaml"));
    const text = await readFile(join(broken, "study.yaml"), "utf8");
    await writeFile(join(broken, "study.yaml"), text.replace("readers:", "reeders:"));
    const { code, err } = await reproduce("--study", broken);
    expect(code).toBe(2);
    expect(err).toContain("reeders");
    expect((await reproduce("--study", join(folder, "nowhere"))).err).toContain("expected a study there");
  });
});

describe("the sample's tables", () => {
  test("are all in the crate that is committed with them, each with the SHA-256 of its bytes", async () => {
    const crate = JSON.parse(await readFile(join(committed, "ro-crate-metadata.json"), "utf8"));
    const named = new Map<string, string>(
      crate["@graph"].map((each: Record<string, string>) => [each["@id"], each.sha256]),
    );
    const entries = await readdir(committed, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const listed = files.map((file) => relative(committed, file).replaceAll("\\", "/"));
    for (const path of listed.filter((each) => !["index.html", "ro-crate-metadata.json"].includes(each))) {
      const bytes = await readFile(join(committed, path));
      expect([path, named.get(path)]).toEqual([path, createHash("sha256").update(bytes).digest("hex")]);
    }
    const kept = [...named.keys()].filter((id) => /^[^#].*\.(csv|md|tex|svg|html|json)$/.test(id));
    expect(kept.filter((id) => !listed.includes(id))).toEqual([]);
  });

  test("hold the accuracies that pandas counts from the answers", async () => {
    const table = await readFile(join(folder, "results/sample/accuracy/table.csv"), "utf8");
    const code = `
import json, sys, io, glob, pandas as pd
given = json.load(sys.stdin)
rows = lambda pattern: [json.loads(line) for f in sorted(glob.glob(given["study"] + pattern)) for line in open(f)]
q = pd.DataFrame([{"question": r["id"], "right": r["answer"], "kind": r["kind"], "platform": r["chunk"]["video"]["platform"]} for r in rows("/questions/*/*.jsonl")])
a = pd.DataFrame([{"question": r["question"], "arm": r["arm"], "reader": r["reader"], "choice": r["order"][r["choice"]]} for r in rows("/answers/*/*/*/*.jsonl") if r["status"] == "answered"])
a = a.merge(q, on="question")
a["score"] = (a.choice == a.right) * 1.0
items = a.groupby(["platform", "kind", "arm", "reader", "question"]).score.mean().reset_index()
out = {}
for platform in ["all", *items.platform.unique()]:
    for kind in ["all", *items.kind.unique()]:
        part = items[((items.platform == platform) | (platform == "all")) & ((items.kind == kind) | (kind == "all"))]
        for (arm, reader), group in part.groupby(["arm", "reader"]):
            out["/".join([platform, kind, arm, reader])] = [len(group), group.score.mean()]
table = pd.read_csv(io.StringIO(given["table"]))
print(json.dumps({"pandas": out, "table": {"/".join([r.platform, r.kind, r.arm, r.reader]): [int(r.n), r.accuracy] for r in table.itertuples() if r.n > 0}}))`;
    const study = join(folder, "study/.cache/corpus/studies/sample");
    const counted = python(code, { study, table }) as Record<"pandas" | "table", Record<string, [number, number]>>;
    expect(Object.keys(counted.table).length).toBeGreaterThan(200);
    expect(Object.keys(counted.table).sort()).toEqual(Object.keys(counted.pandas).sort());
    // The table is rounded to three digits, so the last may be off by a half.
    const differing = Object.entries(counted.pandas).filter(([cell, [n, accuracy]]) => {
      const [shownN, shownAccuracy] = counted.table[cell]!;
      return shownN !== n || Math.abs(shownAccuracy - accuracy) > 0.0005 + 1e-9;
    });
    expect(differing).toEqual([]);
  });

  test("show what was planted: the oracle is right on all it sees, and a reader of the choices alone is at chance", async () => {
    const text = await readFile(join(folder, "results/sample/arms/table.csv"), "utf8");
    const [header, ...lines] = text
      .trim()
      .split("\n")
      .map((line) => line.split(","));
    const at = (arm: string, column: string) => Number(lines.find((line) => line[0] === arm)![header!.indexOf(column)]);
    expect(at("combined", "oracle")).toBe(1);
    expect(at("chat", "oracle")).toBeLessThan(at("speech", "oracle"));
    // Guesses of three readers that share no luck: the bound is four standard deviations of as many coins of 0.25.
    const guessers = ["choices-only", "bm25", "sliding-window-distance"];
    const mean = guessers.reduce((sum, reader) => sum + at("none", reader), 0) / guessers.length;
    const guesses = guessers.length * at("none", "questions");
    expect(Math.abs(mean - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / guesses));
    expect(at("combined", "bm25")).toBeGreaterThan(0.6);
    expect(at("combined", "bm25")).toBeLessThan(0.95);
  });
});

/** The check that a reviewer runs, on the project's own folders; test/soak/reproduceCheck.test.ts runs it on all experiments. */
async function runCheckOfCommitted() {
  return reproduce(...counted, "--check", "--study", sample, "--out", join(sample, "..", "..", "results"));
}
