import { expect, it } from "vitest";
import { clozeWriter, type LintRule, lintQuestion, writeQuestions } from "#lib/qa/index.ts";
import type { Question } from "#lib/records/index.ts";
import { chunkOf, talk } from "../talk.ts";

const chunk = chunkOf("v", 1, [
  ["SPEECH", "we went to the old lighthouse by ferry"],
  ["CHAT", "the ferry was late"],
]);
const good: Question = {
  id: "q",
  chunk: { video: chunk.video, index: 1 },
  kind: "detail",
  language: "en",
  stem: "What was said about “the lighthouse” in this part of the stream?",
  choices: ["They went by ship", "They saw it burn", "They bought it", "They painted it"],
  answer: 0,
  evidence: [{ line: 0, source: "SPEECH" }],
  distractorsFrom: [null, null, null, null],
  writer: { ...clozeWriter, seed: "1" },
};

const cases: [LintRule | "nothing", string, Partial<Question>][] = [
  ["nothing", "a good question", {}],
  ["stem", "a sentence of its own", { stem: "What of the lighthouse?" }],
  [
    "stem",
    "the sentence of another language",
    { stem: "配信のこの部分で、「灯台」についてどのような内容が話されましたか。" },
  ],
  ["slot", "an empty slot", { stem: "What was said about “” in this part of the stream?" }],
  ["slot", "a slot that holds a placeholder", { stem: "What was said about “{TOPIC}” in this part of the stream?" }],
  ["distinct", "the same choice in other letters", { choices: ["By ship", "by  SHIP", "They bought it", "No"] }],
  [
    "length",
    "a right choice that is much longer",
    { choices: ["By ship over the sea with all of their friends", "They saw it", "Sold", "They left"] },
  ],
  ["evidence", "no line", { evidence: [] }],
  ["evidence", "a line of another source", { evidence: [{ line: 1, source: "SPEECH" }] }],
  ["evidence", "a line beyond the chunk", { evidence: [{ line: 2, source: "SPEECH" }] }],
  ["chatAlone", "a right choice that chat spells", { choices: ["by ferry", "the ferry", "a bus", "a car"], answer: 1 }],
  [
    "nothing",
    "one that chat spells and the evidence names",
    {
      choices: ["by ferry", "the ferry", "a bus", "a car"],
      answer: 1,
      evidence: [
        { line: 0, source: "SPEECH" },
        { line: 1, source: "CHAT" },
      ],
    },
  ],
];
for (const [rule, name, changed] of cases)
  it(`${name}: ${rule}`, () => {
    expect(lintQuestion({ ...good, ...changed }, chunk)).toEqual(rule === "nothing" ? [] : [rule]);
  });

it("what the cloze writer writes has its fixed sentences, a filled slot and lines that are there, in each language", () => {
  for (const language of ["en", "ja", "ko"] as const) {
    const chunks = talk(language);
    const { questions } = writeQuestions({ chunks, languageOf: () => language, seed: "1" });
    expect(questions.length).toBeGreaterThan(10);
    for (const question of questions) {
      const own = chunks.find(
        ({ video, index }) => video.id === question.chunk.video.id && index === question.chunk.index,
      )!;
      expect(
        lintQuestion(question, own).filter((rule) => ["stem", "slot", "evidence", "chatAlone"].includes(rule)),
      ).toEqual([]);
    }
  }
});
