import { expect, it } from "vitest";
import { testRetest } from "../../experiments/testRetest.ts";
import { python } from "../python.ts";
import { rowsOf, type Scripted, scriptedStudy } from "./scriptedStudy.ts";

/** Wavers over draws in the details of even videos, and over orders in the topics of video 1. */
const wavering: Scripted = ({ video, kind, order, draw, arm }) => {
  if (arm === "none" && order[0] === 0 && draw === 0) return "invalid";
  if (kind === "detail") return video % 2 === 0 ? draw : 3;
  return video === 1 ? order[0]! : 2;
};
const results = scriptedStudy({ videos: 4, chunks: 2, readers: { wavering }, study: { draws: 2 } });

it("gives the shares that agree and change, counted by hand", async () => {
  const rows = await rowsOf(testRetest, results);
  // 16 questions in 4 orders; over draws the 4 details of even videos differ in all orders.
  expect(rows.get("draws/wavering/chat")).toMatchObject({
    questions: 16,
    repetitions: 64,
    agreement: { value: 0.75 },
    changed: { value: 0.25 },
  });
  // Over orders the 2 topics of video 1 differ in all six pairs.
  expect(rows.get("orders/wavering/chat")).toMatchObject({
    repetitions: 32,
    agreement: { value: 0.875 },
    changed: { value: 0.125 },
  });
});

it("gives Scott's pi over two draws, but for its correction for few answers, from the raw answers", async () => {
  const pi = python(
    `
import json, sys
from collections import Counter
data = json.load(sys.stdin)
pairs = {}
for a in data["answers"]:
    if a["arm"] == "chat":
        pairs.setdefault((a["question"], *a["order"]), []).append(a["order"][a["choice"]])
observed = sum(x == y for x, y in pairs.values()) / len(pairs)
n = 2 * len(pairs)
expected = sum((c / n) ** 2 for c in Counter(x for pair in pairs.values() for x in pair).values())
disagree = (1 - observed) / (1 - expected)
print(json.dumps(1 - disagree * (n - 1) / n))`,
    results,
  );
  const row = (await rowsOf(testRetest, results)).get("draws/wavering/chat");
  expect(row!.alpha).toBeCloseTo(pi as number, 12);
});

it("leaves out comparisons with one valid answer, and the arm where nothing was asked twice", async () => {
  const rows = await rowsOf(testRetest, results);
  expect(rows.get("draws/wavering/none")).toMatchObject({ questions: 16, repetitions: 48 });
  const once = scriptedStudy({ videos: 2, chunks: 1, readers: { wavering } });
  expect([...(await rowsOf(testRetest, once)).keys()]).toEqual([
    "orders/wavering/combined",
    "orders/wavering/chat",
    "orders/wavering/none",
  ]);
});
