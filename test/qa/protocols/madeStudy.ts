import { seededRandom } from "#lib/effects/index.ts";
import { historicalPermutation, written } from "#lib/qa/index.ts";
import type { Answer, Question } from "#lib/records/index.ts";

/** A question of a made study; its right choice stands at `answer`. */
export function madeQuestion(video: string, index: number, kind: "topic" | "detail", answer: number): Question {
  const id = `${video}|${index}|${kind}`;
  return {
    id,
    chunk: { video: { platform: "pococha", id: video }, index },
    kind,
    language: "ja",
    stem: `${kind}「${id}」、"?"`,
    choices: ["甲", "乙", "丙", "丁"].map((choice) => `${choice} ${id}`),
    answer,
    evidence: [],
    distractorsFrom: [null, null, null, null],
    writer: { name: "made", version: "1", seed: "1" },
  };
}

/** An answer by the written index that was chosen, or by the way in which there is none. */
export function madeAnswer(
  question: Question,
  given: {
    arm: Answer["arm"];
    order: number[];
    draw?: number;
    chosen?: number;
    status?: Answer["status"];
    raw?: string;
  },
): Answer {
  const { arm, order, draw = 0, chosen, status = "answered", raw } = given;
  return {
    question: question.id,
    arm,
    reader: "made",
    order,
    draw,
    status,
    shown: "0",
    ...(chosen !== undefined && status === "answered" ? { choice: order.indexOf(chosen) } : {}),
    ...(raw !== undefined ? { raw } : {}),
  };
}

/** A seeded study with every answer that the three protocols need, of every status; some chunks have no chat. */
export function madeStudy(seed: string): { questions: Question[]; answers: Answer[]; reader: string } {
  const random = seededRandom(seed);
  const questions: Question[] = [];
  const answers: Answer[] = [];
  for (let video = 1; video <= 6; video++)
    for (let index = 1; index <= 5; index++) {
      const hasChat = random.next() < 0.8;
      const alone = random.next() < 0.1;
      for (const kind of alone ? (["topic"] as const) : (["topic", "detail"] as const)) {
        const question = madeQuestion(`live_${video}`, index, kind, random.below(4));
        questions.push(question);
        const name = kind === "topic" ? "Q1" : "Q2";
        for (const order of [written(4), historicalPermutation(`live_${video}`, index, name)])
          for (const [arm, draw, skill] of [
            ["combined", 0, 0.9],
            ["chat", 0, 0.7],
            ["none", 0, 0.1],
            ["none", 1, 0.1],
          ] as const) {
            const chosen = random.next() < skill ? question.answer : random.below(4);
            const odd = random.next() < 0.2 ? random.pick(["invalid", "refused", "blocked"] as const) : "answered";
            const status = arm === "chat" && !hasChat ? "notApplicable" : odd;
            answers.push(madeAnswer(question, { arm, draw, order, chosen, status }));
          }
      }
    }
  return { questions, answers, reader: "made" };
}
