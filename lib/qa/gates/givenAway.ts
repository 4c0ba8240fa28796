import type { Chunk, Question } from "#lib/records/index.ts";
import { holdsPhrase, type Language, normalise } from "#lib/text/index.ts";
import { languageOf } from "../read/languageOf.ts";

/** A question with its choices normalised, once. */
export interface Asked {
  question: Question;
  choices: string[];
  language: Language;
}

/** The chat of a chunk, normalised: line by line, and as one text that says quickly what it cannot hold. */
export interface Chat {
  lines: string[];
  text: string;
}

/** The chat line that holds the right choice where none holds another choice, else null. */
export function givenAway({ question, choices, language }: Asked, chat: Chat): string | null {
  const holding = (choice: string) =>
    chat.text.includes(choice) ? chat.lines.find((line) => holdsPhrase(line, choice, language)) : undefined;
  const line = holding(choices[question.answer]!);
  if (line === undefined) return null;
  return choices.some((choice, i) => i !== question.answer && holding(choice) !== undefined) ? null : line;
}

/** The chat of a chunk. */
export function chatOf(chunk: Chunk): Chat {
  const lines = chunk.lines.filter(({ source }) => source === "CHAT").map(({ text }) => normalise(text));
  return { lines, text: lines.join("\n") };
}

/** A question, made ready. */
export function askedOf(question: Question): Asked {
  return { question, choices: question.choices.map(normalise), language: languageOf(question) };
}
