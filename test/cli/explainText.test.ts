import { expect, it } from "vitest";
import type { Answer, Question } from "#lib/records/index.ts";
import type { Explained } from "#lib/report/index.ts";
import { explainText } from "../../lib/cli/explainText.ts";
import { printable } from "../../lib/cli/printable.ts";

const question: Question = {
  id: "q1",
  chunk: { video: { platform: "twitch", id: "v1" }, index: 2 },
  kind: "topic",
  language: "ja",
  stem: "何の\n話？",
  choices: ["猫", "犬 \u001b[31m"],
  answer: 0,
  evidence: [],
  distractorsFrom: [null, null],
  writer: { name: "cloze", version: "1", seed: "s" },
};
const answer: Answer = {
  question: "q1",
  arm: "chat",
  reader: "bm25",
  order: [1, 0],
  draw: 0,
  status: "answered",
  choice: 1,
  shown: "x",
};
const explained: Explained = {
  table: "accuracy",
  cell: "chat/accuracy",
  text: "–",
  reason: "no answer",
  sha256: "ab",
  rows: [
    { data: {}, question, answers: [answer, { ...answer, choice: 0 }, { ...answer, status: "refused" }] },
    { data: { a: 1 } },
  ],
};

it("writes choices by their written order, says of each answer how it was shown, and what is no answer", () => {
  expect(explainText(explained, 2, "cells.json")).toBe(`accuracy: chat/accuracy
–
reason: no answer
computed from 2 rows of data, SHA-256 ab
as in cells.json

1. twitch/v1, chunk 2, topic, q1
   何の 話？
   A. 猫  (right)
   B. 犬 \u001b[31m
   bm25 under chat, shown BA, draw 0: A, right
   bm25 under chat, shown BA, draw 0: B, wrong
   bm25 under chat, shown BA, draw 0: refused

2. {"a":1}
`);
});

it("prints nothing that a terminal obeys", () => {
  let out = "";
  printable({ write: (text) => (out += text) }).write(explainText(explained, 1, ""));
  expect(out).toContain("B. 犬 \\u001b[31m");
  expect(out).toContain("1 more: --limit 2 prints all of them, --json as data.");
});
