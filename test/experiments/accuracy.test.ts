import { expect, it } from "vitest";
import { accuracy } from "../../experiments/accuracy.ts";
import { rowsOf, scriptedStudy, tableOf } from "./scriptedStudy.ts";

const results = scriptedStudy({
  videos: 4,
  chunks: 2,
  readers: {
    // Right in two of four orders of the topics, never of the details.
    half: ({ kind, order }) => (kind === "topic" && order[0]! < 2 ? 0 : 1),
    blind: ({ arm }) => (arm === "chat" ? "notApplicable" : 0),
  },
});

it("takes chance off: half right of four choices is a third above chance, none right a third below it", async () => {
  const rows = await rowsOf(accuracy, results);
  expect(rows.get("all/topic/chat/half")).toMatchObject({
    accuracy: { value: 0.5 },
    corrected: expect.closeTo(1 / 3, 12),
  });
  expect(rows.get("all/detail/chat/half")!.corrected).toBeCloseTo(-1 / 3, 12);
  expect(rows.get("all/all/chat/half")!.corrected).toBeCloseTo(0, 12);
  expect(rows.get("all/all/chat/blind")).toMatchObject({ n: 0, notApplicable: 16, corrected: null });
});

it("shows the primary reader by platform or by kind, and leaves the rest to the CSV", async () => {
  const { table, page } = await tableOf(accuracy, results);
  expect(table.rows).toHaveLength(3 * 3 * 3 * 2);
  expect(page.match(/^\| .* \| half \|/gm)).toHaveLength((3 + 2) * 3);
  expect(page).not.toContain("| blind |");
});
