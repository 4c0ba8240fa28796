import { z } from "zod";
import { pythonInt } from "./pythonInt.ts";

/** A question as the model wrote it; `answer_index` may be missing, or a text that is an index. */
const GeneratedQuestion = z.looseObject({ question: z.string(), choices: z.array(z.unknown()).length(4) });
export type GeneratedQuestion = z.infer<typeof GeneratedQuestion>;

/** What became of a generated pair: rejected with the reason, or accepted with what the original later made of it. */
export type SanitisedQuestions =
  | { status: "rejected"; reason: "shape" | "topic" | "index" }
  | {
      status: "accepted";
      questions: [GeneratedQuestion, GeneratedQuestion];
      /** `evaluationRaises` and `shuffleRaises` name the poison that ended the original's run. */
      later: "fine" | "evaluationRaises" | "shuffleRaises";
    };

const slots = ["{TOPIC}", "<Q1正解>", "{一つ目の問の答え}"];

/**
 * Cuts a recovered reply to two questions, puts Q1's right choice into the slot of Q2, and validates as A or C did. A
 * rejects an index outside 0 to 3 and a missing topic; C accepts both and dies at the shuffle. Neither looks at similar
 * choices, a slot that is left, or the explanation.
 *
 * @example
 * sanitiseQuestions(recoverJson(reply), "A");
 */
export function sanitiseQuestions(value: unknown, protocol: "A" | "C"): SanitisedQuestions {
  const shape = z.object({ questions: z.array(z.unknown()) }).safeParse(value);
  const two = z.tuple([GeneratedQuestion, GeneratedQuestion]).safeParse(shape.data?.questions.slice(0, 2));
  if (!two.success) return { status: "rejected", reason: "shape" };
  const [first, second] = two.data;

  const topic = topicOf(first);
  if (topic === null && protocol === "A") return { status: "rejected", reason: "topic" };
  const filled =
    topic === null ? second.question : slots.reduce((s, slot) => s.replaceAll(slot, () => topic), second.question);
  const questions: [GeneratedQuestion, GeneratedQuestion] = [first, { ...second, question: filled }];

  const indexes = questions.map((q) => ("answer_index" in q ? pythonInt(q.answer_index) : undefined));
  if (indexes.includes(null)) return { status: "rejected", reason: "index" };
  const outside = indexes.some((index) => typeof index === "number" && (index < 0 || index > 3));
  if (outside && protocol === "A") return { status: "rejected", reason: "index" };
  const missing = indexes.includes(undefined);
  if (protocol === "A") return { status: "accepted", questions, later: missing ? "evaluationRaises" : "fine" };
  return { status: "accepted", questions, later: missing || outside ? "shuffleRaises" : "fine" };
}

/** What an answerer is shown of a question. */
export function publicQuestion(question: GeneratedQuestion): { question: string; choices: unknown[] } {
  return { question: question.question, choices: question.choices.slice(0, 4) };
}

/** Q1's right choice; a missing index is 0 and a negative one counts from the end, as in Python. */
function topicOf(question: GeneratedQuestion): string | null {
  const index = pythonInt("answer_index" in question ? question.answer_index : 0);
  const topic = index === null ? undefined : question.choices.at(index);
  return typeof topic === "string" && topic.trim() !== "" ? topic : null;
}
