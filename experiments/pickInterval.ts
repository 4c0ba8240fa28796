import type { CoverageCell } from "./coverageCells.ts";

/** A method over the cells of one number of videos: its coverage where it is lowest and highest, and its mean width. */
export interface MethodCoverage {
  method: string;
  videos: number;
  lowest: number;
  mean: number;
  highest: number;
  /** The largest distance of a cell from 0.95. */
  farthest: number;
  width: number | null;
  none: number;
}

const nominal = 0.95;
/** A method that is below this in any cell is not picked, however good it is elsewhere. */
export const leastCoverage = 0.93;

/** Each method's coverage with this many videos, the seeds of a cell taken together. */
export function methodCoverage(cells: readonly CoverageCell[], videos: number): MethodCoverage[] {
  const here = cells.filter((cell) => cell.videos === videos);
  return [...new Set(here.map(({ method }) => method))].map((method) => {
    const own = here.filter((cell) => cell.method === method);
    const covered = new Map<string, { covered: number; studies: number }>();
    for (const cell of own) {
      const key = `${cell.intraclassCorrelation}|${cell.accuracy}`;
      const sum = covered.get(key) ?? { covered: 0, studies: 0 };
      covered.set(key, { covered: sum.covered + cell.covered, studies: sum.studies + cell.studies });
    }
    const shares = [...covered.values()].map((sum) => sum.covered / sum.studies);
    const total = (of: (cell: CoverageCell) => number) => own.reduce((sum, cell) => sum + of(cell), 0);
    const studies = total((cell) => cell.studies);
    const none = total((cell) => cell.none);
    return {
      method,
      videos,
      lowest: Math.min(...shares),
      mean: total((cell) => cell.covered) / studies,
      highest: Math.max(...shares),
      farthest: Math.max(...shares.map((share) => Math.abs(share - nominal))),
      width: studies === none ? null : total((cell) => cell.width) / (studies - none),
      none: none / studies,
    };
  });
}

/**
 * The method that covers best with this many videos: of those that cover at least 0.93 in every cell (of all, where none
 * does) the one whose worst cell is nearest to 0.95.
 */
export function pickInterval(cells: readonly CoverageCell[], videos: number): MethodCoverage {
  const all = methodCoverage(cells, videos);
  const enough = all.filter(({ lowest }) => lowest >= leastCoverage);
  return (enough.length > 0 ? enough : all).reduce((best, one) => (one.farthest < best.farthest ? one : best));
}
