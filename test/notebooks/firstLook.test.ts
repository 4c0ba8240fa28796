import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { executeNotebook, shown } from "./execute.ts";

const root = join(import.meta.dirname, "..", "..");

it("opens the sample as a corpus and shows its videos, a query and a figure", { timeout: 180_000 }, () => {
  const run = executeNotebook(join(root, "notebooks", "explore", "first-look.ipynb"));
  expect(run.stderr).not.toContain("Error");
  expect(run.status).toBe(0);
  const [, , videos, kinds, figure] = run.cells.filter((cell) => cell.cell_type === "code").map(shown);

  const rows = (table = "") => [...table.matchAll(/<tr>(.*?)<\/tr>/g)].slice(1);
  expect(rows(videos).length).toBe(12);
  // Each comment of this log is one message, so the file says how many there must be.
  const log = readFileSync(join(root, "experiments/sample/data/twitch/9900000004_chat.json"), "utf8");
  const comments: unknown[] = JSON.parse(log).comments;
  const row = rows(videos).find(([text]) => text.includes("9900000004"));
  expect(row?.[0]).toContain(`>${comments.length}<`);

  expect(kinds).toContain("membership");
  expect(figure).toMatch(/^<svg.*pococha.*twitch.*youtube/s);
});
