import type { Arm } from "#lib/records/index.ts";
import { type Artefact, type Figure, type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import {
  type Clusters,
  clusteredLogit,
  clusteredVariance,
  type Interval,
  intraclassCorrelation,
  pairedDifference,
  wilson,
} from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import { pairItems } from "./pairItems.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

/** An estimate three ways: each answer, each question or each video as what was drawn. */
interface Ways {
  answers: Interval | null;
  questions: Interval;
  videos: Interval;
}

/** What ignoring clusters costs: naive intervals beside the clustered one, and what only the naive ones would call a finding. */
export const clusters: Experiment = {
  name: "clusters",
  run(results): Artefact[] {
    const { study } = results;
    const rows = study.readers.flatMap((reader) => [
      ...study.arms.flatMap((arm) => accuracyRow(results, reader, arm)),
      ...study.primary.against.flatMap((against) => differenceRow(results, reader, against)),
    ]);
    for (const row of rows)
      row.aside = row.values.reader !== study.primary.reader && ["all", "none"].includes(String(row.values.calls));
    const naiveAlone = rows.filter(({ values }) =>
      /^(answers|questions|answers, questions)$/.test(String(values.calls)),
    );
    const points = rows
      .filter(({ values }) => values.reader === study.primary.reader && values.of === "accuracy")
      .flatMap(({ values }) =>
        (["answers", "questions", "videos"] as const).map((way) => ({
          x: String(values.what),
          series: way,
          estimate: values[way] as Interval,
        })),
      );
    const figure: Figure = {
      name: "clusters",
      title: `What ignoring clusters costs, ${study.primary.reader}: ${study.title}`,
      xLabel: "arm",
      yLabel: "accuracy",
      shape: "rows",
      points,
      notes: [
        "95 % intervals with each answer, each question or each video taken for an independent draw.",
        ...study.notes,
      ],
    };
    return [
      ...renderTable({
        name: "clusters",
        title: `What ignoring clusters costs: ${study.title}`,
        keys: ["of", "what", "reader"],
        columns: [
          { key: "of", label: "of" },
          { key: "what", label: "arm or contrast" },
          { key: "reader", label: "reader" },
          { key: "n", label: "questions" },
          { key: "clusters", label: "videos" },
          { key: "answers", label: "each answer a draw", digits: 3 },
          { key: "questions", label: "each question", digits: 3 },
          { key: "videos", label: "each video", digits: 3 },
          { key: "correlation", label: "intra-class correlation", digits: 3 },
          { key: "designEffect", label: "design effect", digits: 2 },
          { key: "effective", label: "effective questions", digits: 1 },
          { key: "calls", label: "called different by" },
        ],
        rows,
        stamp: "exploratory",
        notes: [
          "The same estimate with three intervals. Each answer a draw: Wilson over all answers, orders and draws included, as if each were new evidence. Each question: Wilson over questions (for differences a t interval on n - 1), as if the questions of one video had nothing in common. Each video: the interval of the other tables, log odds with a jackknife over videos, or t with G - 1.",
          "Intra-class correlation: how alike the questions of one video are (analysis of variance; Donner 1986, Int Stat Rev 54:67). Design effect: the clustered variance over that of as many independent questions (Kish 1965, Survey Sampling); effective questions: questions over design effect, how many independent ones would tell as much. With few videos both are rough themselves.",
          `Called different by: which of the three excludes chance (accuracy) or 0 (differences). ${naiveAlone.length} of ${rows.length} rows are called different by a naive interval and not by the clustered one${naiveAlone.length === 0 ? ": here no conclusion hangs on it, though widths do" : ""}. A reader that looks at no body answers alike under all arms; its rows count once.`,
          "Wilson takes a score averaged over orders and draws for a right or wrong one, so it is wide where readers guess; a design effect below 1 says that the questions of a video differ more than chance would have it, mostly luck with few videos, and is no licence to go without clusters.",
          `Shown: the primary reader, ${study.primary.reader}, and where the three do not agree for others.`,
          ...study.notes,
        ],
      }),
      ...renderFigure(figure),
    ];
  },
};

function accuracyRow({ items, questions }: StudyResults, reader: string, arm: Arm): Row[] {
  const own = items.filter((item) => item.reader === reader && item.arm === arm && item.score !== null);
  if (own.length === 0) return [];
  const choices = new Map(questions.map((question) => [question.id, question.choices.length]));
  const chance = own.reduce((sum, { question }) => sum + 1 / choices.get(question)!, 0) / own.length;
  const valid = own.map((item) => item.answers - item.invalid - item.notApplicable);
  const scores = byVideo(own, ({ score }) => score!);
  const ways = {
    answers: wilson(
      own.reduce((sum, { score }, i) => sum + Math.round(score! * valid[i]!), 0),
      valid.reduce((sum, count) => sum + count, 0),
    ),
    questions: wilson(
      own.reduce((sum, { score }) => sum + score!, 0),
      own.length,
    ),
    videos: clusteredLogit(scores),
  };
  return [{ values: { of: "accuracy", what: arm, reader, ...costOf(scores, ways, chance) }, sources: own }];
}

function differenceRow(results: StudyResults, reader: string, against: Arm): Row[] {
  const { arm, evidence } = results.study.primary;
  const pairs = pairItems(results, { reader, first: arm, second: against, evidence });
  if (pairs.length === 0) return [];
  const differences = byVideo(pairs, (pair) => pair.first - pair.second);
  const ways = {
    answers: null,
    questions: { ...pairedDifference(differences.flat().map((d) => [d])), method: "paired, t with n - 1" },
    videos: pairedDifference(differences),
  };
  const values = { of: "difference", what: `${arm} - ${against}`, reader, ...costOf(differences, ways, 0) };
  return [{ values, sources: pairs }];
}

function costOf(scores: Clusters, ways: Ways, reference: number): Row["values"] {
  const { n, clusters } = ways.videos;
  const clustered = clusteredVariance(scores)?.variance ?? null;
  const simple = clusteredVariance(scores.flat().map((score) => [score]))?.variance ?? null;
  const designEffect = clustered !== null && simple ? clustered / simple : null;
  const calling = (["answers", "questions", "videos"] as const).filter((way) => excludes(ways[way], reference));
  const possible = Object.values(ways).filter((way) => way !== null).length;
  return {
    n,
    clusters,
    ...ways,
    correlation: intraclassCorrelation(scores),
    designEffect,
    effective: designEffect ? n / designEffect : null,
    calls: calling.length === 0 ? "none" : calling.length === possible ? "all" : calling.join(", "),
  };
}

function excludes(interval: Interval | null, reference: number): boolean {
  if (!interval || interval.low === null || interval.high === null) return false;
  return reference < interval.low || reference > interval.high;
}
