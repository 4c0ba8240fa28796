import { expect, it } from "vitest";
import type { CodedSheet } from "#lib/qa/index.ts";
import { clusteredLogit, wilson } from "#lib/stats/index.ts";
import { defects } from "../../experiments/defects.ts";
import { rowsOf, scriptedStudy } from "./scriptedStudy.ts";

it("counts a video's questions as belonging together: defects of two streams out of six have a wider interval than Wilson's", async () => {
  const results = scriptedStudy({ videos: 6, chunks: 5, readers: { any: () => 0 } });
  const isBad = (id: string) => /^v[12]-/.test(id);
  const codes: CodedSheet["codes"] = new Map(
    results.questions.map(({ id }) => [id, isBad(id) ? ["ambiguous"] : ["none"]]),
  );
  const rows = await rowsOf(defects, { ...results, sheets: [{ coder: "coder-1", codes, fingerprints: new Map() }] });
  const { rate, ...counts } = rows.get("ambiguous") as { rate: ReturnType<typeof wilson> };
  expect(counts).toMatchObject({ questions: 20, n: 60, videos: 6 });
  const streams = [1, 1, 0, 0, 0, 0].map((score) => Array.from({ length: 10 }, () => score));
  expect(rate).toEqual(clusteredLogit(streams));
  expect(rate.high! - rate.low!).toBeGreaterThan(2 * (wilson(20, 60).high! - wilson(20, 60).low!));
});
