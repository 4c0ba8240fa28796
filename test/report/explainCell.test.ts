import { expect, it } from "vitest";
import type { Answer, Question } from "#lib/records/index.ts";
import { closestNames, explainCell, type Table } from "#lib/report/index.ts";

const question: Question = {
  id: "q1",
  chunk: { video: { platform: "twitch", id: "v1" }, index: 1 },
  kind: "topic",
  language: "en",
  stem: "What?",
  choices: ["a", "b"],
  answer: 0,
  evidence: [],
  distractorsFrom: [null, null],
  writer: { name: "cloze", version: "1", seed: "s" },
};
const answers = ["chat", "none"].flatMap((arm) =>
  ["bm25", "oracle"].flatMap((reader) =>
    [
      [0, 1],
      [1, 0],
    ].flatMap((order) =>
      [0, 1].map(
        (draw) => ({ question: "q1", arm, reader, order, draw, status: "answered", choice: 0, shown: "x" }) as Answer,
      ),
    ),
  ),
);

/** How many of the 16 answers a row of data is shown with. */
function answersOf(data: object): number | undefined {
  const table: Table = {
    name: "t",
    title: "t",
    keys: ["row"],
    columns: [{ key: "n", label: "n" }],
    rows: [{ values: { row: "all", n: 1 }, sources: [data] }],
    notes: [],
  };
  return explainCell(table, "all/n", { questions: [question], chunks: [], answers }).rows[0]!.answers?.length;
}

it("shows a row of data with the answers that it counts, and with no others", () => {
  expect(answersOf({ question: "q1" })).toBe(16);
  expect(answersOf({ question: "q1", arm: "chat" })).toBe(8);
  expect(answersOf({ question: "q1", arms: ["chat", "none"], reader: "bm25" })).toBe(8);
  expect(answersOf({ question: "q1", arm: "chat", reader: "bm25", order: [1, 0] })).toBe(2);
  expect(answersOf({ question: "q1", arm: "chat", reader: "bm25", order: [1, 0], draw: 1 })).toBe(1);
});

it("shows a row of data that names no question of the study as it is", () => {
  expect(answersOf({ question: "of another study" })).toBeUndefined();
  expect(answersOf({ videos: 3 })).toBeUndefined();
});

it("finds the names that take the fewest letters to change", () => {
  expect(closestNames("acuracy", ["arms", "accuracy", "corpus", "curacy"], 2)).toEqual(["accuracy", "curacy"]);
});
