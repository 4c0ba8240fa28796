import type { StudyModel } from "#lib/records/index.ts";
import { fence, oneLine } from "../prompts/fence.ts";
import { numberedChoices, numberedLines } from "../prompts/numberedLines.ts";
import { fillPrompt, type Prompt } from "../prompts/readPrompt.ts";
import type { Body } from "../read/body.ts";
import { languageOf } from "../read/languageOf.ts";
import type { PublicQuestion } from "../read/reader.ts";
import type { AnswerVariant } from "./answerVariant.ts";

/**
 * The rules and the numbered lines of a body, between marks: the same for all questions and orders. The arm has no part in it
 * but through what it shows, so that a control looks like chat.
 */
export function answerPrefix(prompt: Prompt, question: PublicQuestion, body: Body | null): string {
  const section = (name: string) => prompt.section(languageOf(question), name);
  const label = section(`label.${sourcesOf(body)}`).trim();
  const shown =
    body === null ? section("nothing") : fillPrompt(section("body"), { label, body: fence(numberedLines(body.lines)) });
  return `${fillPrompt(section("instructions"), { label })}\n${shown}`;
}

/** The question as the variant puts it. */
export function answerAsk(prompt: Prompt, variant: AnswerVariant, question: PublicQuestion): string {
  const { kind, stem, choices } = question;
  const section = (name: string) => prompt.section(languageOf(question), name);
  const shown = { question: oneLine(stem), choices: choices.map(oneLine) };
  // The fixed sentence of a topic question speaks of choices, which nobody shows here.
  const freeStem = kind === "topic" ? section("stem.topic").trim() : stem;
  return `\n${fillPrompt(section("ask"), {
    question: fence(variant === "free" ? [freeStem] : [stem, ...numberedChoices(choices)]),
    last: String(choices.length - 1),
    name: kind === "topic" ? "Q1" : "Q2",
    key: kind === "topic" ? "q1_index" : "q2_index",
    json: variant === "a" ? JSON.stringify(shown) : JSON.stringify(shown, null, 2),
  })}`;
}

/** The JSON Schema of a reply; the historical prompts had none. */
export function answerSchema(variant: AnswerVariant, choices: number): Record<string, unknown> | undefined {
  if (variant === "a" || variant === "b" || variant === "c") return undefined;
  if (variant === "free") return objectOf({ answer: { type: "string" } });
  return choiceSchema(choices, variant === "abstain");
}

/** A reply that is the number of a choice, or -1 for none where that is allowed. */
export function choiceSchema(choices: number, orNone: boolean): Record<string, unknown> {
  return objectOf({ choice: { type: "integer", minimum: orNone ? -1 : 0, maximum: choices - 1 } });
}

/** An object with exactly these members. */
export function objectOf(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

/** What every request of a model has of its entry in study.yaml. */
export function settingsOf({ temperature, maxOutputTokens }: StudyModel): {
  temperature: number;
  maxOutputTokens: number;
} {
  return { temperature, maxOutputTokens };
}

function sourcesOf(body: Body | null): "combined" | "chat" | "speech" | "nothing" {
  if (body === null) return "nothing";
  const chat = body.lines.some(({ source }) => source === "CHAT");
  const speech = body.lines.some(({ source }) => source === "SPEECH");
  return chat && speech ? "combined" : chat ? "chat" : "speech";
}
