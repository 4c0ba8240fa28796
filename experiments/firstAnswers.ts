import type { Answer, Arm, Question } from "#lib/records/index.ts";

/**
 * Whether a reader's one answer to each question under an arm is right, for tests that take a question as asked once: the
 * first draw in the written order of choices, or in the order nearest to it that was asked. A question whose one answer is not
 * valid has none.
 */
export function firstAnswers(
  { questions, answers }: { questions: readonly Question[]; answers: readonly Answer[] },
  reader: string,
  arm: Arm,
): Map<string, boolean> {
  const first = new Map<string, Answer>();
  for (const answer of answers) {
    if (answer.reader !== reader || answer.arm !== arm) continue;
    const known = first.get(answer.question);
    if (known === undefined || isBefore(answer, known)) first.set(answer.question, answer);
  }
  const right = new Map(questions.map(({ id, answer }) => [id, answer]));
  const valid = [...first.values()].filter(({ status }) => status === "answered");
  return new Map(valid.map(({ question, order, choice }) => [question, order[choice!] === right.get(question)]));
}

function isBefore(a: Answer, b: Answer): boolean {
  if (a.draw !== b.draw) return a.draw < b.draw;
  const place = a.order.findIndex((choice, i) => choice !== b.order[i]);
  return place >= 0 && a.order[place]! < b.order[place]!;
}
