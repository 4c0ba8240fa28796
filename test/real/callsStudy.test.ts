import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { systemClock } from "#lib/effects/index.ts";
import { commandLine } from "../commandLine.ts";

const given = process.env.LIVECORPUS_REAL;
if (!given) throw new Error("LIVECORPUS_REAL: expected the folder of real data, found nothing. Set it and run again.");
const pairs = join(resolve(given), "pairs");
const audit = ["audit/coder-1.csv", "audit/coder-2.csv"];

let folder: string;
let said = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-calls-"));
  await cp(join(import.meta.dirname, "audit"), join(folder, "audit"), { recursive: true });
  await writeFile(join(folder, "key"), "ab".repeat(32));
  await writeFile(join(folder, "study.yaml"), stringify(await callsStudy()));
  // The gates are checked with any experiment; those that run the line again would take minutes each on real calls.
  const flags = ["--study", folder, "--out", join(folder, "results")];
  const effects = { clock: systemClock, randomBytes };
  const { code, err } = await commandLine(["reproduce", "corpus", "arms", "contrasts", "defects", ...flags], effects);
  said = err;
  expect([code, said]).toEqual([0, expect.stringContaining("answers asked")]);
}, 180_000);
afterAll(() => rm(folder, { recursive: true }));

/** The study of all pairs: speech as corrected by hand, and chat. */
async function callsStudy() {
  const calls = (await readdir(pairs, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const files = (id: string) => ["chat.txt", "transcript_corrected.vtt"].map((name) => join(pairs, id, name));
  return {
    name: "calls",
    title: "Sixteen developer calls, chat by the callers",
    notes: [
      "The chat is by the callers, not by viewers, and the calls are of one project: what holds here need not hold for a live stream.",
      "Sixteen calls are sixteen clusters. The table of contrasts says which differences so few can show.",
    ],
    corpus: "corpus",
    key: "key",
    sources: calls.map(({ name: id }) => ({ platform: "other", id, language: "en", files: files(id) })),
    readers: ["sliding-window-distance", "bm25", "choices-only", "oracle"],
    orders: ["rotations", "written", "historical"],
    draws: 2,
    seed: "calls 1",
    primary: { reader: "bm25", arm: "chat", against: ["none", "otherChunkChat"], evidence: "spoken" },
    audit,
  };
}

async function tableOf(experiment: string): Promise<Record<string, string>[]> {
  const text = await readFile(join(folder, "results/calls", experiment, "table.csv"), "utf8");
  return parse(text, { columns: true });
}

async function accuracyOf(arm: string, column: string): Promise<number> {
  return Number((await tableOf("arms")).find((row) => row.arm === arm)![column]);
}

describe("the whole line on sixteen real calls", () => {
  test("reads every message and cue: 6,053 messages, 10,229 utterances, 160 chunks", async () => {
    const [row] = await tableOf("corpus");
    expect(row).toMatchObject({ videos: "16", messages: "6053", utterances: "10229", chunks: "160", withChat: "159" });
  });

  test("has questions that the best keyless reader answers between 60 and 95 % from chat and speech", async () => {
    const best = Math.max(
      await accuracyOf("combined", "bm25"),
      await accuracyOf("combined", "sliding-window-distance"),
    );
    expect(best).toBeGreaterThanOrEqual(0.6);
    expect(best).toBeLessThanOrEqual(0.95);
  });

  test("tells nothing to a reader of the choices alone, whose interval holds chance", async () => {
    expect(await accuracyOf("combined", "choices-only_low")).toBeLessThan(0.25);
    expect(await accuracyOf("combined", "choices-only_high")).toBeGreaterThan(0.25);
  });

  test("puts the arms in the order that sense gives them", async () => {
    const [combined, speech, chat, other, none] = await Promise.all(
      ["combined", "speech", "chat", "otherChat", "none"].map((arm) => accuracyOf(arm, "bm25")),
    );
    expect(combined).toBeGreaterThan(chat! + 0.15);
    expect(Math.abs(combined! - speech!)).toBeLessThan(0.15);
    expect(chat).toBeGreaterThan(none! + 0.15);
    expect(Math.abs(other! - none!)).toBeLessThan(0.1);
  });

  test("prints with its tables whose chat it is, how few the clusters are, and what they can show", async () => {
    const page = await readFile(join(folder, "results/calls/contrasts/table.md"), "utf8");
    expect(page).toContain("by the callers, not by viewers");
    expect(page).toContain("sixteen clusters");
    const primary = (await tableOf("contrasts")).filter((row) => row.primary === "primary");
    expect(primary).toHaveLength(2);
    for (const row of primary) expect(Number(row.detectable)).toBeGreaterThan(0);
  });

  test("has a table of the defects that two coders found in a hundred questions", async () => {
    const rows = await tableOf("defects");
    expect(rows[0]).toMatchObject({ defect: "any", n: "100" });
    const page = await readFile(join(folder, "results/calls/defects/table.md"), "utf8");
    expect(page).toMatch(/Cohen's kappa 0\.\d\d/);
  });
});
