import type { Interval } from "#lib/stats/index.ts";

/**
 * A figure of a paper, before it is drawn. `xLabel` names x and `yLabel` the estimate, whichever way they lie on the page;
 * an experiment with several figures renames the files of each.
 */
export interface Figure {
  name: string;
  title: string;
  xLabel: string;
  yLabel: string;
  /** `lines` joins the points of one series over a numeric x; `rows` puts each label x on a line of its own, estimates running across. */
  shape: "lines" | "rows";
  points: readonly { x: number | string; series: string; estimate: Interval }[];
  /** A line to compare with, e.g. chance. */
  reference?: { value: number; label: string };
  notes: readonly string[];
}

/** A point that can be drawn; without an interval `low` and `high` are null. */
export interface DrawnPoint {
  x: number | string;
  value: number;
  low: number | null;
  high: number | null;
  n: number;
  clusters: number;
}

/** A series as it is drawn, in its own colour, symbol and dash. */
export interface DrawnSeries {
  name: string;
  color: string;
  symbol: (typeof symbols)[number];
  dash: string;
  points: DrawnPoint[];
}

/** A figure made ready for any way of drawing: `rows` holds the labels from top to bottom, none for lines. */
export interface Drawing {
  series: DrawnSeries[];
  rows: string[];
  notes: string[];
}

/**
 * At least 3:1 against white, and 30 apart in CIELAB for each pair, seen normally and with each of the three kinds of
 * colour blindness (simulated after Machado, Oliveira and Fernandes, 2009).
 */
const colors = ["#0072b2", "#d55e00", "#2a1593", "#c58477", "#822654", "#000000"];
const symbols = ["circle", "square", "triangle", "diamond", "star", "cross", "wye"] as const;
const dashes = ["solid", "8,4", "2,3", "10,3,2,3", "5,2"];

/**
 * Groups the points of a figure by series, in the order of first appearance, and leaves out what is not known.
 *
 * @throws RangeError when a figure of lines has an x that is no number
 */
export function drawingOf(figure: Figure): Drawing {
  const series = new Map<string, DrawnSeries>();
  const rows = new Set<string>();
  let missing = 0;
  for (const { x, series: name, estimate } of figure.points) {
    if (figure.shape === "lines" && typeof x !== "number")
      throw new RangeError(`figure ${figure.name}: expected a number for x in a figure of lines, found ${x}`);
    if (figure.shape === "rows") rows.add(String(x));
    const own = series.get(name) ?? { name, ...styleOf(series.size), points: [] };
    series.set(name, own);
    const { value, low, high, n, clusters } = estimate;
    if (value === null) missing++;
    else if (low === null || high === null) own.points.push({ x, value, low: null, high: null, n, clusters });
    else own.points.push({ x, value, low, high, n, clusters });
  }
  if (figure.shape === "lines")
    for (const { points } of series.values()) points.sort((a, b) => Number(a.x) - Number(b.x));
  const notes = figure.notes.slice();
  if (missing > 0) notes.unshift(`${missing} of ${figure.points.length} estimates are not known and not drawn.`);
  return { series: [...series.values()], rows: [...rows], notes };
}

function styleOf(index: number): Pick<DrawnSeries, "color" | "symbol" | "dash"> {
  return {
    color: colors[index % colors.length]!,
    symbol: symbols[index % symbols.length]!,
    dash: dashes[index % dashes.length]!,
  };
}

/** The range of all that is drawn, with a margin of a twentieth; 0 to 1 for nothing at all. */
export function rangeOf(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  const margin = (high - low || Math.abs(high) || 1) / 20;
  return [low - margin, high + margin];
}

/** What the axis of the estimates must hold. */
export function estimatesOf(figure: Figure, { series }: Drawing): number[] {
  const drawn = series.flatMap(({ points }) =>
    points.flatMap(({ value, low, high }) => (low === null || high === null ? [value] : [low, value, high])),
  );
  return figure.reference === undefined ? drawn : [...drawn, figure.reference.value];
}
