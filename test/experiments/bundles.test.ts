import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCorpus, readPseudonymKey } from "#lib/corpus/index.ts";
import { fixedClock, silentProgress } from "#lib/effects/index.ts";
import { line } from "#lib/line/index.ts";
import { keepCalls, type LanguageModel } from "#lib/llm/index.ts";
import { parseStudy } from "#lib/qa/index.ts";
import { readBundle, writeBundle } from "#lib/replay/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { commandLine } from "../commandLine.ts";
import { writeSmallStudy } from "../smallStudy.ts";

const main = join(import.meta.dirname, "../../lib/cli/main.ts");
const clock = fixedClock("2026-01-01T00:00:00Z");

let folder: string;
let study: string;
let asked = 0;

/** A model that takes the first choice. */
const model: LanguageModel = {
  name: "openai:made",
  ask: async () => {
    asked++;
    const usage = { inputTokens: 100, cachedTokens: 60, outputTokens: 5, costUsd: 0.001 };
    return { outcome: { status: "ok", text: '{"choice": 1}' }, usage, modelVersion: "made-2026-01" };
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-bundles-"));
  study = join(folder, "study");
  await mkdir(study);
  const yaml = (await writeSmallStudy(study))
    .replace("readers: [bm25]", 'readers: [bm25, "model:made"]\nmodels:\n  made: { provider: openai, model: made }')
    .replace("seed: small", "seed: small\norders: [written]");
  await writeFile(join(study, "study.yaml"), yaml);
  const key = await readPseudonymKey({
    file: join(study, "pseudonym.key"),
    env: {},
    randomBytes: (count) => new Uint8Array(count),
  });
  const corpus = await openCorpus(openDirectoryStore(join(study, "corpus")), { create: true, key });
  await corpus.store.put("studies/small/study.yaml", Buffer.from(yaml));
  const kept = keepCalls(model, { files: corpus.store, study: "small", clock });
  const context = { study: parseStudy(yaml, "small"), folder: study, corpus, clock, progress: silentProgress };
  for (const step of line) await step.run({ ...context, openModel: () => kept });
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const replay = (...args: string[]) => commandLine(["replay", ...args], { clock });
const tables = ["accuracy", "arms", "contrasts", "evidence", "protocols", "gates"];

describe("a bundle of scores", () => {
  it("makes every file of its tables again, says who was asked what at which cost, and asks nobody", async () => {
    const before = asked;
    expect(before).toBeGreaterThan(20);
    const made = await replay("export", ...tables, "--study", study, "--out", at("scores.gz"));
    expect(made.code, made.err).toBe(0);
    expect(made.out).toContain(`openai:made (made-2026-01), 2026-01-01: ${before} calls, ${100 * before} tokens in`);
    const { code, out } = await replay("verify", at("scores.gz"), ...tables);
    expect(code).toBe(0);
    expect(out).toMatch(/(\d+) of \1 files are what the bundle says/);
    expect(out).toContain("Not made, since they read chat or speech: gates.");
    expect(asked).toBe(before);
  }, 60_000);

  it("holds the tables that reproduce makes, and no line of chat or speech", async () => {
    const { code } = await commandLine(["reproduce", ...tables, "--study", study, "--out", at("results")], { clock });
    expect(code).toBe(0);
    expect((await replay("import", at("scores.gz"), "--out", at("unpacked"))).code).toBe(0);
    for (const table of tables.filter((name) => name !== "protocols"))
      expect(await readFile(join(at("unpacked"), table, "table.csv"), "utf8"), table).toBe(
        await readFile(join(at("results"), "small", table, "table.csv"), "utf8"),
      );
    const text = gunzipSync(await readFile(at("scores.gz"))).toString("utf8");
    const chat = JSON.parse(await readFile(join(study, "1.json"), "utf8"));
    const lines: string[] = chat.comments.map(({ message }: { message: { body: string } }) => message.body);
    const long = lines.filter((line) => line.length > 25);
    expect(long.length).toBeGreaterThan(20);
    expect(long.filter((line) => text.includes(line))).toEqual([]);
  }, 60_000);

  it("that was made by other answers is found out", async () => {
    const lines = gunzipSync(await readFile(at("scores.gz")))
      .toString("utf8")
      .split("\n");
    const about = JSON.parse(lines[0]!);
    about.tables["accuracy/table.csv"] = "0".repeat(64);
    await writeBundle(at("other.gz"), about, (await readBundle(at("scores.gz"))).entries);
    const { code, err } = await replay("verify", at("other.gz"), "accuracy");
    expect([code, err]).toEqual([2, expect.stringContaining("1 of 4 files differ:\n  accuracy/table.csv")]);
  });
});

describe("a full bundle", () => {
  /** Runs the program where no network is, not even this machine's own. */
  function withoutNetwork(...args: string[]) {
    const isRoot = process.getuid?.() === 0;
    const env = { PATH: process.env.PATH, HOME: folder };
    const argv = [isRoot ? "-n" : "-rn", process.execPath, main, "replay", ...args];
    return spawnSync("unshare", argv, { encoding: "utf8", env });
  }

  it("makes questions and answers again from chunks and kept calls, without a network", async () => {
    expect((await replay("export", "--form", "full", "--study", study, "--out", at("full.gz"))).code).toBe(0);
    const { status, stdout, stderr } = withoutNetwork("verify", at("full.gz"));
    expect([status, stderr]).toEqual([0, expect.stringContaining("answers asked, 0 kept")]);
    expect(stdout).toMatch(/(\d+) of \1 files are what the bundle says/);
  }, 60_000);

  it("ends at the first call that is missing, and names it", async () => {
    const { about, entries } = await readBundle(at("full.gz"));
    let dropped = "";
    const without = async function* () {
      for await (const entry of entries)
        if (dropped === "" && entry.name.includes("/calls/")) dropped = entry.name;
        else yield entry;
    };
    await writeBundle(at("holed.gz"), about, without());
    const { status, stderr } = withoutNetwork("verify", at("holed.gz"));
    const key = /([0-9a-f]{64})\.json$/.exec(dropped)?.[1];
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(`no call is kept for a request to openai:made.*${key}`),
    ]);
  }, 60_000);

  it("becomes a study that has its answers: to reproduce it asks nobody", async () => {
    const before = asked;
    expect((await replay("import", at("full.gz"), "--out", at("copy"))).code).toBe(0);
    const made = await commandLine(["reproduce", "accuracy", "--study", at("copy"), "--out", at("again")], { clock });
    expect(made.code, made.err).toBe(0);
    expect(await readFile(join(at("again"), "small/accuracy/table.csv"), "utf8")).toBe(
      await readFile(join(at("results"), "small/accuracy/table.csv"), "utf8"),
    );
    expect(asked).toBe(before);
  }, 60_000);

  it("that was cut off is not unpacked at all", async () => {
    const lines = gunzipSync(await readFile(at("full.gz")))
      .toString("utf8")
      .trimEnd()
      .split("\n");
    await writeFile(at("cut.gz"), gzipSync(`${lines.slice(0, -1).join("\n")}\n`));
    const { code, err } = await replay("import", at("cut.gz"), "--out", at("half"));
    expect([code, err]).toEqual([2, expect.stringContaining("It was cut off")]);
    const left: string[] = [];
    for await (const name of openDirectoryStore(at("half")).list("")) left.push(name);
    expect(left).toEqual([]);
  });

  it("is not unpacked over something", async () => {
    const { code, err } = await replay("import", at("full.gz"), "--out", study);
    expect([code, err]).toEqual([2, expect.stringContaining("expected a new or empty folder")]);
  });
});
