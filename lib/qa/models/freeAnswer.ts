import type { LanguageModel } from "#lib/llm/index.ts";
import type { StudyModel } from "#lib/records/index.ts";
import { normalise } from "#lib/text/index.ts";
import type { Prompt } from "../prompts/readPrompt.ts";
import type { PublicQuestion, ReaderContext } from "../read/reader.ts";
import { askModel, type Usage } from "./askModel.ts";
import { judgeRequest } from "./judgeRequest.ts";
import { type ReadAnswer, readAnswer } from "./readAnswer.ts";

/** Who decides what a free answer means where it is not word for word a choice. */
export interface Judge {
  model: LanguageModel;
  settings: StudyModel;
  prompt: Prompt;
}

/** A longer one is no answer to a question, and a judge who read it would be paid by its length. */
const longestAnswer = 2000;

/**
 * The choice that a free answer means: the one that it is word for word once both are normalised, else the one that a judge
 * names, who sees the choices and not which is right. None of them is `refused` where the answer is blank, else `invalid`,
 * as is an answer of more than 2,000 characters, which no judge is shown.
 */
export async function judgeAnswer(
  given: string,
  question: PublicQuestion,
  judge: Judge,
  context: ReaderContext,
): Promise<{ read: ReadAnswer; usage: Usage | null }> {
  if (given.length > longestAnswer) return { read: { status: "invalid", choice: null, raw: given }, usage: null };
  const plain = bare(given);
  if (plain === "") return { read: { status: "refused", choice: null, raw: given }, usage: null };
  const same = question.choices.flatMap((choice, i) => (bare(choice) === plain ? [i] : []));
  if (same.length === 1) return { read: { status: "answered", choice: same[0]!, raw: given }, usage: null };
  const request = judgeRequest(judge.settings, judge.prompt, question, given, context);
  const { reply, usage } = await askModel(judge.model, request, context.signal);
  const read = readAnswer(reply.outcome, "plain", question);
  const choice = read?.status === "answered" ? read.choice : null;
  return { read: { status: choice === null ? "invalid" : "answered", choice, raw: given }, usage };
}

/** Without the full stop and the quotation marks that a model may put around a phrase. */
const bare = (text: string) =>
  normalise(text)
    .replace(/^[\s"'“”‘’「『]+|[\s"'“”‘’」』.。!！]+$/gu, "")
    .trim();
