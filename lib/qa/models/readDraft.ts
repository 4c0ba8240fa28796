import { z } from "zod";
import { seededRandom } from "#lib/effects/index.ts";
import type { ModelOutcome } from "#lib/llm/index.ts";
import type { Chunk, Question, QuestionKind } from "#lib/records/index.ts";
import { codePointLength, type Language } from "#lib/text/index.ts";
import { recoverJson } from "../protocols/recoverJson.ts";
import { lintQuestion } from "../write/lintQuestion.ts";
import { chunkName } from "../write/readChunk.ts";
import { stemOf } from "../write/stems.ts";
import { objectOf } from "./answerRequest.ts";

const longestChoice = 200;
const choicesOfEach = 4;
/** What a slot of the sentence that a model fills might still hold. */
const placeholder = /\{[^}]*\}|<[^>]*>/;

const Draft = z.object({
  kind: z.enum(["topic", "detail"]),
  choices: z.array(z.string().trim().min(1)).length(choicesOfEach),
  answer: z
    .number()
    .int()
    .min(0)
    .max(choicesOfEach - 1),
  evidence: z.array(z.number().int()).min(1),
  explanation: z.string().default(""),
});
type Draft = z.infer<typeof Draft>;

/** What a writer's reply comes to: two questions, or the one reason why it cannot be used. */
export type ReadDraft = { questions: Question[] } | { reason: string };

/** The JSON Schema of a writer's reply. */
export function draftSchema(): Record<string, unknown> {
  const text = { type: "string" };
  const question = objectOf({
    kind: { type: "string", enum: ["topic", "detail"] },
    choices: { type: "array", items: text, minItems: choicesOfEach, maxItems: choicesOfEach },
    answer: { type: "integer", minimum: 0, maximum: choicesOfEach - 1 },
    evidence: { type: "array", items: { type: "integer", minimum: 1 }, minItems: 1 },
    explanation: text,
  });
  return objectOf({ questions: { type: "array", items: question, minItems: 2, maxItems: 2 } });
}

/**
 * Reads what a model wrote about a chunk: exactly a topic and a detail question, each with four choices that differ, an index in
 * range and lines that are there. The sentences are ours, so that they are the fixed ones; the detail question's names the right
 * choice of the topic question. Choices are shuffled by the seed, since a model has a liking for some positions.
 */
export function readDraft(
  outcome: ModelOutcome,
  options: { chunk: Chunk; language: Language; writer: Question["writer"] },
): ReadDraft {
  if (outcome.status !== "ok") return { reason: outcome.status === "truncated" ? "cut off" : outcome.status };
  const reply = z.object({ questions: z.array(z.unknown()) }).safeParse(recoverJson(outcome.text));
  if (!reply.success) return { reason: "no questions in the reply" };
  if (reply.data.questions.length !== 2) return { reason: "not exactly two questions" };
  const drafts = reply.data.questions.map((each) => Draft.safeParse(each));
  const broken = drafts.find(({ success }) => !success)?.error?.issues[0];
  if (broken) return { reason: `a question's ${String(broken.path[0] ?? "form")} cannot be used` };
  const of = (kind: QuestionKind) => drafts.map(({ data }) => data!).filter((draft) => draft.kind === kind);
  const [[first], [second]] = [of("topic"), of("detail")];
  if (!first || !second) return { reason: "not a topic and a detail question" };
  const topic = first.choices[first.answer]!;
  if (placeholder.test(topic)) return { reason: "the slot is not filled" };
  const questions: Question[] = [];
  for (const draft of [first, second]) {
    if (draft.choices.some((choice) => codePointLength(choice) > longestChoice))
      return { reason: "a choice is too long" };
    const question = questionOf(draft, topic, options);
    if (!question) return { reason: "a line that is not there" };
    const [rule] = lintQuestion(question, options.chunk);
    if (rule) return { reason: `lint: ${rule}` };
    questions.push(question);
  }
  return { questions };
}

/** Null where the draft names a line that the chunk does not have. */
function questionOf(
  draft: Draft,
  topic: string,
  { chunk, language, writer }: { chunk: Chunk; language: Language; writer: Question["writer"] },
): Question | null {
  const key = { video: chunk.video, index: chunk.index };
  const lines = [...new Set(draft.evidence)].sort((a, b) => a - b);
  const evidence = lines.flatMap((line) => {
    const found = chunk.lines[line - 1];
    return found ? [{ line: line - 1, source: found.source }] : [];
  });
  if (evidence.length < lines.length) return null;
  const id = `${chunkName(key)}/${draft.kind}`;
  const order = seededRandom(`${writer.seed}|${id}|choices`).shuffle(draft.choices.map((_, i) => i));
  return {
    id,
    chunk: key,
    kind: draft.kind,
    language,
    stem: stemOf(draft.kind, language, topic),
    choices: order.map((i) => draft.choices[i]!),
    answer: order.indexOf(draft.answer),
    evidence,
    distractorsFrom: order.map(() => null),
    writer,
    ...(draft.explanation === "" ? {} : { explanation: draft.explanation }),
  };
}
