import type { ModelRequest } from "#lib/llm/index.ts";
import type { StudyModel } from "#lib/records/index.ts";
import { fence } from "../prompts/fence.ts";
import { numberedChoices } from "../prompts/numberedLines.ts";
import { fillPrompt, type Prompt } from "../prompts/readPrompt.ts";
import { languageOf } from "../read/languageOf.ts";
import type { PublicQuestion, ReaderContext } from "../read/reader.ts";
import { choiceSchema, settingsOf } from "./answerRequest.ts";

/** What a judge is asked about a free answer: which choice it means. It sees no chat, no speech and not which is right. */
export function judgeRequest(
  settings: StudyModel,
  prompt: Prompt,
  question: PublicQuestion,
  given: string,
  { videos }: ReaderContext,
): ModelRequest {
  const language = languageOf(question);
  const { stem, choices } = question;
  return {
    prefix: prompt.section(language, "instructions"),
    ask: `\n${fillPrompt(prompt.section(language, "ask"), {
      question: fence([stem, ...numberedChoices(choices)]),
      given: fence([given]),
      last: String(choices.length - 1),
    })}`,
    schema: choiceSchema(choices.length, true),
    ...settingsOf(settings),
    draw: 0,
    videos,
  };
}
