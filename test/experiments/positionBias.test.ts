import { expect, it } from "vitest";
import { positionBias } from "../../experiments/positionBias.ts";
import { python } from "../python.ts";
import { rowsOf, type Scripted, scriptedStudy } from "./scriptedStudy.ts";

/** Takes what it is shown first in videos 1 and 2, and knows the answer in the others. */
const firstTaker: Scripted = ({ order, video }) => (video <= 2 ? order[0]! : 0);
const results = scriptedStudy({
  videos: 6,
  chunks: 2,
  readers: { firstTaker, steady: ({ chunk }) => chunk - 1 },
  study: { orders: ["rotations", "historical"], draws: 2 },
});

it("finds a reader that takes the first position, as scipy does from its answers in rotations", async () => {
  const { counts, chiSquare, p } = python(
    `
import json, sys
from scipy import stats
data = json.load(sys.stdin)
rotations = [[(s + i) % 4 for i in range(4)] for s in range(4)]
counts = [0, 0, 0, 0]
for a in data["answers"]:
    if (a["reader"], a["arm"], a["draw"]) == ("firstTaker", "chat", 0) and a["order"] in rotations:
        counts[a["choice"]] += 1
found = stats.chisquare(counts)
print(json.dumps({"counts": counts, "chiSquare": found.statistic, "p": found.pvalue}))`,
    results,
  ) as { counts: number[]; chiSquare: number; p: number };
  const row = (await rowsOf(positionBias, results)).get("rotations/4/firstTaker/chat")!;
  expect(row).toMatchObject({
    answers: 96,
    right1: 0.25,
    right4: 0.25,
    pRight: 1,
    chosen1: counts[0]! / 96,
    chosen4: counts[3]! / 96,
    chiSquare: expect.closeTo(chiSquare, 9),
    pChosen: expect.closeTo(p, 6),
  });
  expect(row.pChosen).toBeLessThan(0.001);
  // Right at the first position always, else in four of six videos: accuracies 1, 2/3, 2/3, 2/3.
  expect(row.recall).toBeCloseTo(Math.sqrt(3) / 12, 12);
});

it("shows equal shares for a reader that takes the same text in each rotation", async () => {
  const row = (await rowsOf(positionBias, results)).get("rotations/4/steady/chat");
  expect(row).toMatchObject({ chosen1: 0.25, chosen2: 0.25, chosen3: 0.25, chosen4: 0.25, chiSquare: 0, pChosen: 1 });
});

it("tests where the right answers stood in a fixed order, and not what was chosen there", async () => {
  const fixed = scriptedStudy({
    videos: 6,
    chunks: 2,
    readers: { steady: () => 0 },
    study: { orders: ["historical"] },
  });
  const first = fixed.answers.filter(({ arm, order }) => arm === "chat" && order[0] === 0).length;
  const row = (await rowsOf(positionBias, fixed)).get("historical/4/steady/chat");
  expect(row).toMatchObject({ answers: 24, right1: first / 24, chosen1: first / 24, chiSquare: null, pChosen: null });
  expect(row!.pRight).toBeGreaterThan(0);
});
