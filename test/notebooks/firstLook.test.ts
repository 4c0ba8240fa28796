import { join } from "node:path";
import { expect, it } from "vitest";
import { executeNotebook, printed } from "./execute.ts";

it("shows three texts with their languages", { timeout: 60_000 }, () => {
  const run = executeNotebook(join(import.meta.dirname, "..", "..", "notebooks", "explore", "first-look.ipynb"));
  expect(run.stderr).not.toContain("Error");
  expect(run.status).toBe(0);
  expect(run.cells.map(printed).join("")).toContain("language: 'ko', length: 9");
});
