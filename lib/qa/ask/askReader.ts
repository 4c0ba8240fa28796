import { createHash } from "node:crypto";
import type { Answer, Arm, Question, VideoKey } from "#lib/records/index.ts";
import type { Shown } from "../arms/armBodies.ts";
import type { Body } from "../read/body.ts";
import { drawLot } from "../read/drawLot.ts";
import type { PublicQuestion, Reader, Reply } from "../read/reader.ts";
import { shownQuestion } from "../read/shownQuestion.ts";
import { tiedChoices } from "../read/tiedChoices.ts";

/** One question put to a reader: in which order of choices, and the how-manieth draw. */
export interface Asking {
  question: Question;
  order: readonly number[];
  draw: number;
}

/** The exact text that follows the body: the stem, and the choices as numbered lines. */
export function questionText(question: PublicQuestion): string {
  return `\n${question.stem}\n${question.choices.map((choice, i) => `${i + 1}. ${choice}\n`).join("")}`;
}

/** SHA-256 of the exact text that is shown, body and question; "" where the arm does not apply. */
export function shownHash(question: PublicQuestion, shown: Shown, reader?: Pick<Reader, "shownHash">): string {
  if (shown === "notApplicable") return "";
  if (reader?.shownHash) return reader.shownHash(question, shown);
  return (shown === null ? createHash("sha256") : shown.hash()).update(questionText(question)).digest("hex");
}

/** What a reader gets to see under an arm: readers blind to the order of lines have nothing in a shuffled arm. */
export function shownTo(reader: Reader, arm: Arm, shown: Shown): Shown {
  return arm === "shuffledChat" && reader.blindToLineOrder ? "notApplicable" : shown;
}

/**
 * Asks a reader the questions of one chunk under one arm. A reader that is blind to the order of choices answers each
 * question once, and its choice is found again in every order; where choices are equally good to it, each order and draw is
 * a guess of its own, so that averaging them takes the luck out.
 *
 * @param shown what the arm shows of the chunk
 * @param seed of the guesses
 */
export async function askReader(
  reader: Reader,
  arm: Arm,
  shown: Shown,
  askings: readonly Asking[],
  seed = "",
): Promise<Answer[]> {
  const ask = asker(reader, arm, shown, seed);
  const answers: Answer[] = [];
  for (const asking of askings) answers.push(await ask(asking));
  return answers;
}

/** Asks a reader one question after another of one chunk under one arm, as `askReader` does; also several at once. */
export function asker(
  reader: Reader,
  arm: Arm,
  shown: Shown,
  seed: string,
  signal?: AbortSignal,
): (asking: Asking) => Promise<Answer> {
  const seen = shownTo(reader, arm, shown);
  const once = new Map<string, Reply | Promise<Reply>>();
  return async ({ question, order, draw }) => {
    const asked = shownQuestion(question, order);
    const base = { question: question.id, arm, reader: reader.name, order: order.slice(), draw };
    if (seen === "notApplicable") return { ...base, status: "notApplicable", shown: "" };
    const context = reader.asksModel && {
      draw,
      videos: videosOf(question, seen),
      ...(signal ? { signal } : {}),
    };
    const shownAs = shownHash(asked, seen, reader);
    if (!reader.blindToChoiceOrder) return { ...base, ...stored(await reader.answer(asked, seen, context), shownAs) };
    // A model that is asked again may say something else, which is what draws are for.
    const name = reader.asksModel ? `${draw}|${question.id}` : question.id;
    const known = once.get(name);
    const reply =
      known ??
      reader.answer(
        shownQuestion(
          question,
          question.choices.map((_, i) => i),
        ),
        seen,
        context,
      );
    once.set(name, reply);
    const written = await reply;
    const choice = guessAmongTied(written, question, `${seed}|${reader.name}|${draw}|${order.join(" ")}`);
    const found = { ...written, choice: choice === null ? null : order.indexOf(choice) };
    // Paid once, so counted once.
    if (known && reader.asksModel) delete found.usage;
    return { ...base, ...stored(found, shownAs) };
  };
}

/** The videos that a question and what is shown with it come from: its own, those of its wrong choices, and the body's. */
export function videosOf({ chunk, distractorsFrom }: Question, seen: Body | null): VideoKey[] {
  const all = [
    chunk.video,
    ...distractorsFrom.flatMap((from) => from?.video ?? []),
    ...(seen ? [seen.from.video] : []),
  ];
  return all.filter(
    ({ platform, id }, i) => all.findIndex((other) => other.platform === platform && other.id === id) === i,
  );
}

/** The reply's choice, or, where others are as good, one of them by lot. */
function guessAmongTied({ choice, scores }: Reply, question: Question, seed: string): number | null {
  if (choice === null || scores === undefined) return choice;
  const tied = tiedChoices(scores);
  return tied.length === 1 ? choice : drawLot(tied, (i) => question.choices[i]!, `${seed}|${question.id}`);
}

/** Its keys are in the order of the record, so that an answer has the same bytes when it is written again after it was read. */
function stored(
  reply: Reply,
  shown: string,
): Pick<Answer, "status" | "choice" | "shown" | "raw" | "usage" | "modelVersion"> {
  const { status, choice, raw, usage, modelVersion } = reply;
  return {
    status,
    ...(choice === null ? {} : { choice }),
    shown,
    ...(raw === undefined ? {} : { raw }),
    ...(usage === undefined ? {} : { usage }),
    ...(modelVersion === undefined ? {} : { modelVersion }),
  };
}
