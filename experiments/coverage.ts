import { type Artefact, type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import { wilson } from "#lib/stats/index.ts";
import { type CoverageCell, coverageCells, questionsOfVideos } from "./coverageCells.ts";
import { bcaResamples, intervalMethods, wildDraws } from "./intervalMethods.ts";
import { leastCoverage, methodCoverage, pickInterval } from "./pickInterval.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

const videosAlways = [6, 40, 80];
const seeds = [1, 2, 3];
const studies = 1000;

/** How often each interval holds the truth in studies whose truth is known, and the one that is used in the other tables. */
export const coverage: Experiment = {
  name: "coverage",
  run(results): Artefact[] {
    const own = ownVideos(results);
    const videos = [...new Set([...videosAlways, own])].sort((a, b) => a - b);
    const cells = coverageCells({
      ...{ videos, intraclassCorrelations: [0, 0.05, 0.2], accuracies: [0.25, 0.6, 0.9] },
      ...{ methods: intervalMethods, seeds, studies },
    });
    return [
      ...summaryTable(cells, videos, own),
      ...summaryFigure(cells, videos),
      ...cellsTable(cells).map((artefact) => ({ ...artefact, path: `cells/${artefact.path}` })),
    ];
  },
};

/** The study's own number of videos; the simulation goes from 6 to 80, beyond which nothing more is learned. */
function ownVideos({ items }: StudyResults): number {
  const videos = new Set(items.map((item) => item.video)).size;
  return Math.min(80, Math.max(6, videos));
}

function summaryTable(cells: readonly CoverageCell[], videos: readonly number[], own: number): Artefact[] {
  const picked = pickInterval(cells, own);
  const rows: Row[] = videos.flatMap((count) =>
    methodCoverage(cells, count).map((summary) => ({
      values: { ...summary, picked: count === own && summary.method === picked.method ? "covers best" : "" },
      sources: cells.filter((cell) => cell.videos === count && cell.method === summary.method),
    })),
  );
  return renderTable({
    name: "coverage",
    title: "How often a 95 % interval holds the truth, by method and number of videos",
    keys: ["videos", "method"],
    columns: [
      { key: "videos", label: "videos" },
      { key: "method", label: "interval" },
      { key: "lowest", label: "lowest cell", digits: 3 },
      { key: "mean", label: "mean", digits: 3 },
      { key: "highest", label: "highest cell", digits: 3 },
      { key: "farthest", label: "farthest from 0.95", digits: 3 },
      { key: "none", label: "no interval", digits: 4 },
      { key: "width", label: "mean width", digits: 3 },
      { key: "picked", label: `with ${own} videos` },
    ],
    rows,
    notes: [
      `Nine cells for each number of videos: intra-class correlation 0, 0.05 and 0.2 by accuracy 0.25, 0.6 and 0.9; ${studies} studies in each cell for each of ${seeds.length} seeds. Every cell is in cells/.`,
      `Rule: of the intervals that hold the truth at least ${leastCoverage * 100} % of the time in every cell with ${own} videos, the number of this study (6 where it has fewer, 80 where it has more), the one whose worst cell is nearest to 95 %. It is "${picked.method}": from ${percent(picked.lowest)} to ${percent(picked.highest)} %.`,
      "A cell's Monte-Carlo standard error at 0.95 is 0.004, so the lowest and the highest of nine cells of a perfect method are about 0.006 away from it.",
      "Wilson's interval takes every question as independent, which is what most papers print: it fails as soon as questions of one video resemble each other.",
      ...howMade,
    ],
  });
}

function summaryFigure(cells: readonly CoverageCell[], videos: readonly number[]): Artefact[] {
  return renderFigure({
    name: "coverage",
    title: "How often a 95 % interval holds the truth, by method and number of videos",
    xLabel: "videos",
    yLabel: "share of studies whose interval holds the truth",
    shape: "rows",
    points: videos.flatMap((count) =>
      methodCoverage(cells, count).map(({ method, mean, lowest, highest }) => ({
        x: String(count),
        series: method,
        estimate: {
          value: mean,
          low: lowest,
          high: highest,
          n: 9,
          clusters: 9,
          method: "mean, lowest and highest cell",
        },
      })),
    ),
    reference: { value: 0.95, label: "0.95" },
    notes: [
      "Points are the mean of nine cells (three intra-class correlations by three accuracies), bars go from the lowest cell to the highest. A good interval is a short bar at 0.95.",
    ],
  });
}

function cellsTable(cells: readonly CoverageCell[]): Artefact[] {
  const groups = new Map<string, CoverageCell[]>();
  for (const cell of cells) {
    const key = [cell.videos, cell.intraclassCorrelation, cell.accuracy, cell.method].join("|");
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  const rows: Row[] = [...groups.values()].map((group) => {
    const total = (of: (cell: CoverageCell) => number) => group.reduce((sum, cell) => sum + of(cell), 0);
    const all = total((cell) => cell.studies);
    const none = total((cell) => cell.none);
    const { videos, intraclassCorrelation, accuracy, method } = group[0]!;
    return {
      values: {
        ...{ videos, icc: String(intraclassCorrelation), accuracy: String(accuracy), method },
        coverage: {
          ...wilson(
            total((cell) => cell.covered),
            all,
          ),
          method: `${all} simulated studies, Wilson`,
        },
        ...Object.fromEntries(group.map((cell) => [`seed${cell.seed}`, cell.covered / cell.studies])),
        tooLow: total((cell) => cell.tooLow) / all,
        tooHigh: total((cell) => cell.tooHigh) / all,
        none: none / all,
        width: all === none ? null : total((cell) => cell.width) / (all - none),
      },
      sources: group,
    };
  });
  return renderTable({
    name: "coverage-cells",
    title: "How often a 95 % interval holds the truth, every cell",
    keys: ["videos", "icc", "accuracy", "method"],
    columns: [
      { key: "videos", label: "videos" },
      { key: "icc", label: "intra-class correlation" },
      { key: "accuracy", label: "accuracy" },
      { key: "method", label: "interval" },
      { key: "coverage", label: "holds the truth [Monte-Carlo 95 %]", digits: 3 },
      ...seeds.map((seed) => ({ key: `seed${seed}`, label: `seed ${seed}`, digits: 3 })),
      { key: "tooLow", label: "all below it", digits: 3 },
      { key: "tooHigh", label: "all above it", digits: 3 },
      { key: "none", label: "no interval", digits: 4 },
      { key: "width", label: "mean width", digits: 3 },
    ],
    rows,
    notes: [
      `Each row is ${seeds.length} x ${studies} studies; the columns of the seeds show them apart. A study with no interval (all videos alike) counts as one whose interval does not hold the truth.`,
      ...howMade,
    ],
  });
}

const howMade = [
  `Videos have ${questionsOfVideos.slice(0, -1).join(", ")} and ${questionsOfVideos.at(-1)} questions in turn. A video's accuracy is Beta distributed, so that right answers have the intra-class correlation; all intervals see the same studies.`,
  `The BCa bootstrap has ${bcaResamples} resamples and the wild one ${wildDraws} draws here; a single study takes 9999. With twice as many resamples the BCa bootstrap holds the truth in 0.002 more of the studies.`,
];

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
