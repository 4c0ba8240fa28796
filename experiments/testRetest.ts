import type { Answer, Question } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { testRetest as agreement, clusteredLogit, krippendorffAlpha } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

/** The written choice that each repetition of one question gave; null for an invalid answer. */
interface Repeated {
  question: string;
  video: string;
  arm: string;
  reader: string;
  choices: (number | null)[];
}

/** Whether a reader asked again answers the same: the same text drawn again, and the same choices in another order. */
export const testRetest: Experiment = {
  name: "testRetest",
  run(results): Artefact[] {
    const { study } = results;
    const rows: Row[] = [];
    for (const over of ["draws", "orders"] as const) {
      const repeated = repetitions(results, over);
      for (const reader of study.readers)
        for (const arm of study.arms) {
          const own = repeated.filter((r) => r.reader === reader && r.arm === arm);
          if (own.length === 0) continue;
          const { alpha } = krippendorffAlpha(own.map(({ choices }) => choices));
          const questions = changedQuestions(own);
          rows.push({
            values: {
              over,
              reader,
              arm,
              questions: questions.length,
              repetitions: own.length,
              agreement: agreement(byVideo(own, ({ choices }) => choices)),
              alpha,
              changed: clusteredLogit(byVideo(questions, ({ changed }) => changed)),
            },
            sources: own,
            aside: reader !== study.primary.reader && arm !== study.primary.arm,
          });
        }
    }
    if (rows.length === 0) return [];
    return renderTable({
      name: "testRetest",
      title: `Agreement of a reader with itself: ${study.title}`,
      keys: ["over", "reader", "arm"],
      columns: [
        { key: "over", label: "asked again over" },
        { key: "reader", label: "reader" },
        { key: "arm", label: "arm" },
        { key: "questions", label: "questions" },
        { key: "repetitions", label: "comparisons" },
        { key: "agreement", label: "pairs that agree [95 %]", digits: 3 },
        { key: "alpha", label: "alpha", digits: 3 },
        { key: "changed", label: "questions that change [95 %]", digits: 3 },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        "Draws: the same text is put to the reader again; a comparison is one question in one order. Orders: the same choices in another order; a comparison is one question in one draw. Answers are compared as the choice that was written, wherever it was shown. Only comparisons with two valid answers or more.",
        "Pairs that agree: the share of all pairs of answers within a comparison (Fleiss 1971, Psychol Bull 76:378). Alpha: the same beyond chance, 1 for always and 0 for a guess (Krippendorff 2019, section 12.3; for two answers each nearly Scott's pi, the kappa of raters who share their margins). Questions that change: those with two different valid answers in any comparison. Intervals over videos: Korn and Graubard (1998), and log odds with a jackknife for the questions that change.",
        "Agreement is not accuracy: a reader may repeat the same mistake. Readers that need no model change their answer only where several choices are equally good to them and each order and draw is a guess of its own, so there alpha near 0 under none means that they guess, and what changes under chat is how often chat left them guessing.",
        `Shown: the primary reader, ${study.primary.reader}, under all arms, the others under ${study.primary.arm}.`,
        ...study.notes,
      ],
    });
  },
};

/** Answers to scored questions, in lists that differ in the draw alone or in the order alone; two valid ones or more. */
function repetitions({ questions, items, answers }: StudyResults, over: "draws" | "orders"): Repeated[] {
  const scored = new Set(items.map(({ question }) => question));
  const known = new Map<string, Question>(questions.filter(({ id }) => scored.has(id)).map((q) => [q.id, q]));
  const lists = new Map<string, Repeated>();
  for (const answer of answers) {
    const { question, arm, reader, order, draw, status } = answer;
    const of = known.get(question);
    if (!of || status === "notApplicable") continue;
    const key = JSON.stringify([question, arm, reader, over === "draws" ? order : draw]);
    const { platform, id } = of.chunk.video;
    const list = lists.get(key) ?? { question, video: `${platform}/${id}`, arm, reader, choices: [] };
    list.choices.push(writtenChoice(answer));
    lists.set(key, list);
  }
  return [...lists.values()].filter(({ choices }) => choices.filter((choice) => choice !== null).length > 1);
}

function writtenChoice({ status, order, choice }: Answer): number | null {
  return status === "answered" && choice !== undefined ? order[choice]! : null;
}

function changedQuestions(repeated: readonly Repeated[]): { video: string; changed: number }[] {
  const questions = new Map<string, { video: string; changed: number }>();
  for (const { question, video, choices } of repeated) {
    const own = questions.get(question) ?? { video, changed: 0 };
    if (new Set(choices.filter((choice) => choice !== null)).size > 1) own.changed = 1;
    questions.set(question, own);
  }
  return [...questions.values()];
}
