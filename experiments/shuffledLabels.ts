import { seededRandom } from "#lib/effects/index.ts";
import type { ScoredItem } from "#lib/qa/index.ts";
import type { Answer, Question } from "#lib/records/index.ts";
import { type Artefact, type Figure, type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import { clusteredLogit, type Interval, pairedDifference } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import { chanceOf } from "./chanceOf.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

const shuffles = 999;

/** Right answers dealt out again among the questions: every arm and reader must fall to chance, and every effect vanish. */
export const shuffledLabels: Experiment = {
  name: "shuffledLabels",
  run(results): Artefact[] {
    const rows = shuffledRows(results);
    const chance = chanceOf(results.questions);
    return [...shuffledTable(results, rows, chance), ...shuffledFigure(results, rows, chance)];
  },
};

/** One arm, or the difference of two, of one reader: as it is, in the first shuffle, and over all shuffles. */
export interface ShuffledRow {
  reader: string;
  arm: string;
  asIs: Interval;
  once: Interval;
  /** Mean over the shuffles, and the range of the middle 95 % of them. */
  shuffled: Interval;
  /** Share of shuffles, the study itself among them, that are at least as far from their mean as the study is. */
  p: number | null;
  sources: readonly ScoredItem[];
}

/** A question under an arm by a reader: how often each choice, as written, was taken. */
interface Taken {
  item: ScoredItem;
  question: number;
  shares: readonly number[];
}

/** What becomes of every arm and reader, and of the study's primary contrasts, when right answers are dealt out again. */
export function shuffledRows({ study, questions, answers, items }: StudyResults): ShuffledRow[] {
  const keys = questions.map(({ answer }) => answer);
  const dealt = Array.from({ length: shuffles }, (_, i) => dealAgain(questions, keys, `${study.seed}|labels|${i}`));
  const taken = countTaken(questions, answers, items);
  const rows: ShuffledRow[] = [];
  const add = (reader: string, arm: string, pairs: readonly (readonly [Taken, Taken | null])[]) => {
    if (pairs.length === 0) return;
    const score = (own: Taken, labels: readonly number[]) => own.shares[labels[own.question]!] ?? 0;
    const values = (labels: readonly number[]) =>
      pairs.map(([one, other]) => score(one, labels) - (other ? score(other, labels) : 0));
    const estimate = (labels: readonly number[]) => {
      const scored = values(labels).map((value, i) => ({ value, video: pairs[i]![0].item.video }));
      const clusters = byVideo(scored, ({ value }) => value);
      return pairs[0]![1] ? pairedDifference(clusters) : clusteredLogit(clusters);
    };
    const mean = (labels: readonly number[]) => values(labels).reduce((sum, each) => sum + each, 0) / pairs.length;
    const asIs = estimate(keys);
    const { interval, p } = summarise(dealt.map(mean), asIs);
    rows.push({
      ...{ reader, arm, asIs, once: estimate(dealt[0]!), shuffled: interval, p },
      sources: pairs.map(([{ item }]) => item),
    });
  };
  for (const reader of study.readers) {
    const of = (arm: string) => taken.filter(({ item }) => item.arm === arm && item.reader === reader);
    for (const arm of study.arms)
      add(
        reader,
        arm,
        of(arm).map((one) => [one, null] as const),
      );
    for (const against of study.primary.against) {
      const others = new Map(of(against).map((one) => [one.question, one]));
      const both = of(study.primary.arm).filter(({ question }) => others.has(question));
      add(
        reader,
        `${study.primary.arm} - ${against}`,
        both.map((one) => [one, others.get(one.question)!] as const),
      );
    }
  }
  return rows;
}

/** The same right answers in another order, among questions of as many choices: a question of three has no fourth. */
function dealAgain(questions: readonly Question[], keys: readonly number[], seed: string): number[] {
  const random = seededRandom(seed);
  const dealt = keys.slice();
  for (const size of new Set(questions.map(({ choices }) => choices.length))) {
    const alike = questions.flatMap(({ choices }, i) => (choices.length === size ? [i] : []));
    const order = random.shuffle(alike);
    alike.forEach((question, i) => {
      dealt[question] = keys[order[i]!]!;
    });
  }
  return dealt;
}

function countTaken(questions: readonly Question[], answers: readonly Answer[], items: readonly ScoredItem[]): Taken[] {
  const places = new Map(questions.map(({ id }, i) => [id, i]));
  const counts = new Map<string, number[]>();
  const nameOf = ({ question, arm, reader }: Pick<Answer, "question" | "arm" | "reader">) =>
    JSON.stringify([question, arm, reader]);
  for (const answer of answers) {
    if (answer.status !== "answered" || answer.choice === undefined) continue;
    const name = nameOf(answer);
    const count = counts.get(name) ?? answer.order.map(() => 0);
    counts.set(name, count);
    count[answer.order[answer.choice]!]!++;
  }
  return items.flatMap((item) => {
    const count = counts.get(nameOf(item));
    if (item.score === null || !count) return [];
    const all = count.reduce((sum, each) => sum + each, 0);
    return [{ item, question: places.get(item.question)!, shares: count.map((each) => each / all) }];
  });
}

function summarise(means: readonly number[], asIs: Interval): { interval: Interval; p: number | null } {
  const sorted = means.slice().sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
  const { n, clusters, value } = asIs;
  const method = `mean and middle 95 % of ${means.length} shuffles`;
  const interval = { value: mean, low: at(0.025), high: at(0.975), n, clusters, method };
  if (value === null) return { interval, p: null };
  const far = means.filter((each) => Math.abs(each - mean) >= Math.abs(value - mean) - 1e-12).length;
  return { interval, p: (far + 1) / (means.length + 1) };
}

function shuffledTable({ study }: StudyResults, rows: readonly ShuffledRow[], chance: number): Artefact[] {
  return renderTable({
    name: "shuffledLabels",
    title: `Right answers shuffled among the questions: ${study.title}`,
    keys: ["reader", "arm"],
    columns: [
      { key: "reader", label: "reader" },
      { key: "arm", label: "arm" },
      { key: "n", label: "questions" },
      { key: "asIs", label: "as it is [95 %]", digits: 3 },
      { key: "once", label: "shuffled once [95 %]", digits: 3 },
      { key: "shuffled", label: `mean of ${shuffles} shuffles [middle 95 %]`, digits: 3 },
      { key: "p", label: "p", digits: 3 },
    ],
    rows: rows.map(
      ({ reader, arm, asIs, once, shuffled, p, sources }): Row => ({
        values: { reader, arm, n: asIs.n, asIs, once, shuffled, p },
        sources,
      }),
    ),
    stamp: "exploratory",
    notes: [
      `Answers stay as they were given; which choice is right is dealt out again among the study's questions. Then nobody can know anything: accuracy must be chance, ${chance.toFixed(3)}, and the difference of two arms 0. A number that stays above chance here would be made by the counting and not by reading.`,
      "Shuffled once: one shuffle with the interval of the other tables, which holds chance about 95 times in 100. Mean of the shuffles: its middle 95 % shows what chance alone does in a study of this size.",
      "p: share of shuffles, the study among them, at least as far from their mean as the study is. Where a reader sees nothing that answers the question, as under none, no accuracy above chance is expected; one below chance, with a small p, says that wrong choices tempt, as they are written to.",
      ...study.notes,
    ],
  });
}

function shuffledFigure({ study }: StudyResults, rows: readonly ShuffledRow[], chance: number): Artefact[] {
  const arms = rows.filter(({ arm }) => (study.arms as readonly string[]).includes(arm));
  const points: Figure["points"][number][] = arms.flatMap(({ reader, arm, asIs, shuffled }) => [
    { x: `${reader}, ${arm}`, series: "as it is", estimate: asIs },
    { x: `${reader}, ${arm}`, series: "right answers shuffled", estimate: shuffled },
  ]);
  return renderFigure({
    name: "shuffledLabels",
    title: `Right answers shuffled among the questions: ${study.title}`,
    ...{ xLabel: "reader, arm", yLabel: "accuracy", shape: "rows", points },
    reference: { value: chance, label: "chance" },
    notes: [
      `As it is: accuracy with its 95 % interval. Shuffled: mean and middle 95 % of ${shuffles} shuffles.`,
      ...study.notes,
    ],
  });
}
