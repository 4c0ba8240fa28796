import { createHash } from "node:crypto";
import type { Answer, Arm, Question } from "#lib/records/index.ts";
import type { Shown } from "../arms/armBodies.ts";
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
export function shownHash(question: PublicQuestion, shown: Shown): string {
  if (shown === "notApplicable") return "";
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
  const seen = shownTo(reader, arm, shown);
  const once = new Map<Question, Reply>();
  const answers: Answer[] = [];
  for (const { question, order, draw } of askings) {
    const asked = shownQuestion(question, order);
    const base = { question: question.id, arm, reader: reader.name, order: order.slice(), draw };
    if (seen === "notApplicable") {
      answers.push({ ...base, status: "notApplicable", shown: "" });
      continue;
    }
    let reply: Reply;
    if (reader.blindToChoiceOrder) {
      const written =
        once.get(question) ??
        (await reader.answer(
          shownQuestion(
            question,
            question.choices.map((_, i) => i),
          ),
          seen,
        ));
      once.set(question, written);
      const choice = guessAmongTied(written, question, `${seed}|${reader.name}|${draw}|${order.join(" ")}`);
      reply = { ...written, choice: choice === null ? null : order.indexOf(choice) };
    } else reply = await reader.answer(asked, seen);
    answers.push({ ...base, ...stored(reply), shown: shownHash(asked, seen) });
  }
  return answers;
}

/** The reply's choice, or, where others are as good, one of them by lot. */
function guessAmongTied({ choice, scores }: Reply, question: Question, seed: string): number | null {
  if (choice === null || scores === undefined) return choice;
  const tied = tiedChoices(scores);
  return tied.length === 1 ? choice : drawLot(tied, (i) => question.choices[i]!, `${seed}|${question.id}`);
}

function stored({ status, choice, raw, usage }: Reply): Pick<Answer, "status" | "choice" | "raw" | "usage"> {
  return {
    status,
    ...(choice === null ? {} : { choice }),
    ...(raw === undefined ? {} : { raw }),
    ...(usage === undefined ? {} : { usage }),
  };
}
