import type { Answer, Chunk, Question } from "#lib/records/index.ts";
import type { GateInput } from "../../../lib/qa/gates/gate.ts";
import { chunkOf } from "../talk.ts";

/** A question of the first chunk of video `id`, with evidence in speech. */
export function made(id: string, about: Partial<Question> = {}): Question {
  return {
    id: `other/${id}/1/topic`,
    chunk: { video: { platform: "other", id }, index: 1 },
    kind: "topic",
    language: "en",
    stem: "Which of these came up?",
    choices: ["lighthouse", "aquarium", "telescope", "bonsai"],
    answer: 0,
    evidence: [{ line: 0, source: "SPEECH" }],
    distractorsFrom: [null, null, null, null],
    writer: { name: "made", version: "1", seed: "1" },
    ...about,
  };
}

/** A chunk whose speech names the lighthouse, with these chat lines. */
export function chunk(id: string, chat: readonly string[], index = 1): Chunk {
  return chunkOf(id, index, [["SPEECH", `The lighthouse of ${id}.`], ...chat.map((text) => ["CHAT", text] as const)]);
}

/** An answer without the stream. */
export function blind(question: Question, choice: number, about: Partial<Answer> = {}): Answer {
  const order = question.choices.map((_, i) => i);
  return {
    question: question.id,
    arm: "none",
    reader: "bm25",
    order,
    draw: 0,
    status: "answered",
    choice,
    shown: "x",
    ...about,
  };
}

export function input(about: Partial<GateInput>): GateInput {
  return {
    study: {
      arms: ["chat", "none", "otherChat", "otherChunkChat"],
      readers: ["bm25"],
      chunk: { windowSeconds: 600, overlapSeconds: 0, lagSeconds: 0, legacy: false },
    },
    chunks: [],
    languageOf: () => "en",
    questions: [],
    answers: [],
    examples: [],
    shownFrom: () => null,
    ...about,
  };
}
