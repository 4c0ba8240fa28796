import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { executeNotebook } from "../notebooks/execute.ts";
import { tableOf } from "../notebooks/tables.ts";

const root = join(import.meta.dirname, "..", "..");
const slow = { timeout: 180_000 };

/** A clone, since a new study stands in it. */
let clone: string;
beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), "livecorpus-clone-"));
  const isOwn = (path: string) => !path.includes("/.cache");
  for (const name of ["lib", "experiments", "notebooks", "package.json"])
    cpSync(join(root, name), join(clone, name), { recursive: true, filter: isOwn });
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));
  writeFileSync(join(clone, "key"), "01".repeat(32));
  vi.stubEnv("LIVECORPUS_KEY_FILE", join(clone, "key"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(clone, { recursive: true });
});

function node(program: string, ...args: string[]) {
  return spawnSync(process.execPath, [join(clone, program), ...args], { cwd: clone, encoding: "utf8" });
}

it("makes a study whose experiment and notebook run, and show the same numbers", slow, () => {
  const made = node("lib/cli/main.ts", "new", "study", "talk-march");
  expect(made.stderr).toBe("");
  expect(made.stdout).toContain("Now: node setup.mjs run studies/talk-march/experiment.ts");

  const run = node("studies/talk-march/experiment.ts");
  expect(run.stderr).toBe("");
  const table = readFileSync(join(clone, "results/talk-march/byLanguage/table.csv"), "utf8").trim().split("\n");
  expect(table).toHaveLength(1 + 5 * 2);

  const shown = executeNotebook(join(clone, "studies/talk-march/explore.ipynb"), clone);
  expect(shown.stderr).not.toContain("Error");
  const numbers = table.slice(1).map((line) => line.split(",").slice(0, 3).join(" "));
  expect(tableOf(shown, "Accuracy by arm and language").map((row) => row.slice(0, 3).join(" "))).toEqual(numbers);
});

it("touches nothing where a study of that name is there, and refuses a name with a path", () => {
  node("lib/cli/main.ts", "new", "study", "twice");
  const again = node("lib/cli/main.ts", "new", "study", "twice");
  expect(again.status).not.toBe(0);
  expect(again.stderr).toContain("is there already, and nothing of it was touched");
  expect(node("lib/cli/main.ts", "new", "study", "../up").stderr).toContain("is no name of a study");
});
