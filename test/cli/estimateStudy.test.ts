import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { commandLine } from "../commandLine.ts";
import { writeSmallStudy } from "../smallStudy.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-estimate-"));
  await writeSmallStudy(folder);
});
afterEach(() => rm(folder, { recursive: true }));

it("says what a study's models take, whether the budget is enough, and asks nothing", async () => {
  const path = join(folder, "study.yaml");
  const text = (await readFile(path, "utf8")).replace("readers: [bm25]", 'readers: [bm25, "model:flash"]');
  await writeFile(
    path,
    `${text}models: { flash: { provider: genai, model: gemini-2.5-flash } }\nbudget: { usd: 0.001 }\n`,
  );
  const never = () => Promise.reject(new Error("asked"));
  const { code, out, err } = await commandLine(["estimate", "study", folder], { fetch: never });
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^small: what its language models take/);
  expect(out).toMatch(
    / {2}model:flash +\d+ +\d+ to \d+ +0 to \d+ +\d+ to \d+ +\d+\.\d\d to \d+\.\d\d +\d+\.\d to \d+\.\d\n/,
  );
  expect(out).toContain("budget.usd 0.001: not enough for the least");
  const { rows } = JSON.parse((await commandLine(["estimate", "study", folder, "--json"], { fetch: never })).out);
  expect(rows[0]).toMatchObject({ who: "model:flash", entry: "flash", calls: { from: expect.any(Number) } });
});

it("says so of a study without models", async () => {
  const { out } = await commandLine(["estimate", "study", folder]);
  expect(out).toBe("small: no call to a language model is open, so nothing is to be paid.\n");
});
