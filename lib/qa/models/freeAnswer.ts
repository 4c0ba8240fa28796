import type { LanguageModel } from "#lib/llm/index.ts";
import type { StudyModel } from "#lib/records/index.ts";
import { normalise } from "#lib/text/index.ts";
import { fence } from "../prompts/fence.ts";
import { numberedChoices } from "../prompts/numberedLines.ts";
import { fillPrompt, type Prompt } from "../prompts/readPrompt.ts";
import { languageOf } from "../read/languageOf.ts";
import type { PublicQuestion, ReaderContext } from "../read/reader.ts";
import { choiceSchema, settingsOf } from "./answerRequest.ts";
import { askModel, type Usage } from "./askModel.ts";
import { type ReadAnswer, readAnswer } from "./readAnswer.ts";

/** Who decides what a free answer means where it is not word for word a choice. */
export interface Judge {
  model: LanguageModel;
  settings: StudyModel;
  prompt: Prompt;
}

/**
 * The choice that a free answer means: the one that it is word for word once both are normalised, else the one that a judge
 * names, who sees the choices and not which is right. None of them is `refused` where the answer is blank, else `invalid`.
 */
export async function judgeAnswer(
  given: string,
  question: PublicQuestion,
  judge: Judge,
  context: ReaderContext,
): Promise<{ read: ReadAnswer; usage: Usage | null }> {
  const plain = bare(given);
  if (plain === "") return { read: { status: "refused", choice: null, raw: given }, usage: null };
  const same = question.choices.flatMap((choice, i) => (bare(choice) === plain ? [i] : []));
  if (same.length === 1) return { read: { status: "answered", choice: same[0]!, raw: given }, usage: null };
  const { prompt, settings } = judge;
  const language = languageOf(question);
  const last = String(question.choices.length - 1);
  const { reply, usage } = await askModel(
    judge.model,
    {
      prefix: prompt.section(language, "instructions"),
      ask: `\n${fillPrompt(prompt.section(language, "ask"), {
        question: fence([question.stem, ...numberedChoices(question.choices)]),
        given: fence([given]),
        last,
      })}`,
      schema: choiceSchema(question.choices.length, true),
      ...settingsOf(settings),
      draw: 0,
      videos: context.videos,
    },
    context.signal,
  );
  const read = readAnswer(reply.outcome, "plain", question);
  const choice = read?.status === "answered" ? read.choice : null;
  return { read: { status: choice === null ? "invalid" : "answered", choice, raw: given }, usage };
}

/** Without the full stop and the quotation marks that a model may put around a phrase. */
const bare = (text: string) =>
  normalise(text)
    .replace(/^[\s"'“”‘’「『]+|[\s"'“”‘’」』.。!！]+$/gu, "")
    .trim();
