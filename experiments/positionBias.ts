import { ordersFor } from "#lib/qa/index.ts";
import type { Answer, OrderScheme, Question } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { positionBias as equalShares } from "#lib/stats/index.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

/** A valid answer by positions as they were shown. */
interface Placed {
  question: string;
  arm: string;
  reader: string;
  chosen: number;
  right: number;
  choices: number;
}

/** Where the right answers stood and which positions were chosen, by order scheme, reader and arm. */
export const positionBias: Experiment = {
  name: "positionBias",
  run(results): Artefact[] {
    const { study } = results;
    const rows: Row[] = [];
    let most = 0;
    for (const scheme of study.orders) {
      const placed = placedAnswers(results, scheme);
      const sizes = [...new Set(placed.map(({ choices }) => choices))].sort((a, b) => a - b);
      for (const choices of sizes)
        for (const reader of study.readers)
          for (const arm of study.arms) {
            const own = placed.filter((a) => a.choices === choices && a.reader === reader && a.arm === arm);
            if (own.length === 0) continue;
            most = Math.max(most, choices);
            const aside = arm !== study.primary.arm;
            rows.push({
              values: { order: scheme, choices, reader, arm, ...sharesOf(scheme, own, choices) },
              sources: own,
              aside,
            });
          }
    }
    if (rows.length === 0) return [];
    const positions = Array.from({ length: most }, (_, i) => i + 1);
    return renderTable({
      name: "positionBias",
      title: `Positions of right answers and of choices: ${study.title}`,
      keys: ["order", "choices", "reader", "arm"],
      columns: [
        { key: "order", label: "order" },
        { key: "choices", label: "choices" },
        { key: "reader", label: "reader" },
        { key: "arm", label: "arm" },
        { key: "answers", label: "answers" },
        ...positions.map((i) => ({ key: `right${i}`, label: i === 1 ? "right at 1" : `${i}`, digits: 2 })),
        { key: "pRight", label: "p, right", digits: 4 },
        ...positions.map((i) => ({ key: `chosen${i}`, label: i === 1 ? "chosen at 1" : `${i}`, digits: 2 })),
        { key: "chiSquare", label: "chi-square", digits: 2 },
        { key: "pChosen", label: "p, chosen", digits: 4 },
        { key: "recall", label: "spread of accuracy", digits: 3 },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        "Shares of the valid answers of the first draw, by position as shown. Right: where the right answer stood. Chosen: what the reader took.",
        "p, right: Pearson's chi-square of the right answers' positions against equal shares. Small: the order itself favours a position, and a reader that likes that position gains. Chi-square and p, chosen: the same test of what the reader took, under rotations alone, where the right answer stands everywhere equally often; in one fixed order a reader that is right takes the positions where the right answers are, so that its choices say nothing of a liking.",
        "Spread of accuracy: standard deviation, over positions, of the accuracy where the right answer stood there (RStd of Zheng et al. 2024, ICLR, arXiv:2309.03882). It can be compared between the orders; some of it is chance, most where answers are few.",
        "A reader that is blind to the order of choices, as are all that need no model, chooses the same text in each rotation: its shares are equal but for the luck of guesses among equal choices, and the row then checks that the line finds the choice again, not the reader. The rotations of one question balance one another, so the test errs towards finding no bias; a p-value that is not small does not prove its absence.",
        `Shown: the arm ${study.primary.arm}.`,
        ...study.notes,
      ],
    });
  },
};

/** Valid answers of the first draw to scored questions, in an order of the scheme. */
function placedAnswers({ questions, items, answers }: StudyResults, scheme: OrderScheme): Placed[] {
  const scored = new Set(items.map(({ question }) => question));
  const known = new Map<string, { question: Question; orders: Set<string> }>();
  for (const question of questions)
    if (scored.has(question.id))
      known.set(question.id, { question, orders: new Set(ordersFor(scheme, question).map(String)) });
  const place = ({ question: id, arm, reader, order, draw, status, choice }: Answer): Placed[] => {
    const { question, orders } = known.get(id) ?? {};
    if (draw !== 0 || status !== "answered" || choice === undefined || !question) return [];
    if (!orders!.has(String(order))) return [];
    const right = order.indexOf(question.answer);
    return [{ question: id, arm, reader, chosen: choice, right, choices: order.length }];
  };
  return answers.flatMap(place);
}

function sharesOf(scheme: OrderScheme, own: readonly Placed[], choices: number): Row["values"] {
  const times = (of: (answer: Placed) => number) =>
    Array.from({ length: choices }, (_, position) => own.filter((answer) => of(answer) === position).length);
  const right = times((answer) => answer.right);
  const chosen = times((answer) => answer.chosen);
  const hit = times(({ chosen, right }) => (chosen === right ? right : -1));
  const values: Row["values"] = { answers: own.length };
  right.forEach((count, i) => {
    values[`right${i + 1}`] = count / own.length;
    values[`chosen${i + 1}`] = chosen[i]! / own.length;
  });
  const liked = scheme === "rotations" ? equalShares(chosen) : null;
  return {
    ...values,
    pRight: equalShares(right)!.p,
    chiSquare: liked?.chiSquare ?? null,
    pChosen: liked?.p ?? null,
    recall: right.every((count) => count > 0) ? spread(right.map((count, i) => hit[i]! / count)) : null,
  };
}

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
}
