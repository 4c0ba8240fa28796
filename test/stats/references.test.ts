import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as stats from "#lib/stats/index.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/statistics.md"), "utf8");
const rows = page.split("\n").flatMap((line) => {
  const cells = line.split(" | ").map((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
  return cells.length === 3 && cells[0]!.length > 0 ? [{ statistics: cells[0]!, tests: cells[2]! }] : [];
});

it("docs/statistics.md says of every statistic what it is checked against", () => {
  expect(rows.flatMap(({ statistics }) => statistics).sort()).toEqual(Object.keys(stats).sort());
});

it("and names tests that use it", () => {
  for (const { statistics, tests } of rows) {
    const texts = tests.map((name) => {
      const file = join(import.meta.dirname, `${name}.test.ts`);
      expect(existsSync(file), name).toBe(true);
      return readFileSync(file, "utf8");
    });
    expect(
      statistics.some((name) => texts.some((text) => text.includes(name))),
      statistics.join(),
    ).toBe(true);
  }
});
