import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Interval } from "#lib/stats/index.ts";

/** One point of the figure: a reader's accuracy under one arm, of one kind of question. */
export interface ArmPoint {
  arm: string;
  reader: string;
  kind: string;
  accuracy: Interval;
}

/** What the figure says around its points; `chance` is the accuracy of a guess, `arms` and `readers` run top to bottom. */
export interface ArmsFigure {
  title: string;
  caption: string;
  chance: number;
  arms: readonly string[];
  readers: readonly string[];
  kinds: readonly string[];
  points: readonly ArmPoint[];
}

/** Accuracy by arm with intervals as SVG, made in pure Node (Observable Plot on linkedom). */
export function armsFigureSvg(figure: ArmsFigure): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const points = figure.points.filter((point) => point.accuracy.value !== null);
  const ranged = points.filter((point) => point.accuracy.low !== null);
  const rowHeight = 15;
  const plot = Plot.plot({
    document,
    width: 260 + 250 * figure.kinds.length,
    height: 70 + figure.readers.length * (figure.arms.length * rowHeight + 14),
    marginLeft: 110,
    marginRight: 150,
    style: { fontFamily: "sans-serif", fontSize: "11px", background: "white" },
    x: { domain: [0, 1], label: `accuracy (dashed: chance, ${figure.chance})`, grid: true, ticks: 5 },
    y: { domain: figure.arms, label: null },
    fx: { domain: figure.kinds, label: null },
    fy: { domain: figure.readers, label: null },
    color: { domain: figure.readers, scheme: "observable10" },
    marks: [
      Plot.frame({ stroke: "#ddd" }),
      Plot.ruleX([figure.chance], { stroke: "#999", strokeDasharray: "3,3" }),
      Plot.ruleY(ranged, {
        y: "arm",
        x1: (point: ArmPoint) => point.accuracy.low,
        x2: (point: ArmPoint) => point.accuracy.high,
        fx: "kind",
        fy: "reader",
        stroke: "reader",
        strokeWidth: 1.5,
      }),
      Plot.dot(points, {
        y: "arm",
        x: (point: ArmPoint) => point.accuracy.value,
        fx: "kind",
        fy: "reader",
        fill: "reader",
        r: 3,
      }),
    ],
  });
  const svg = plot.tagName.toLowerCase() === "svg" ? plot : plot.querySelector("svg")!;
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = `${figure.title}. ${figure.caption}`;
  svg.insertBefore(title, svg.firstChild);
  return `${svg.outerHTML}\n`;
}
