import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type DrawnPoint, type DrawnSeries, drawingOf, estimatesOf, type Figure, rangeOf } from "./figure.ts";
import { fonts, inertText } from "./inert.ts";
import { fixed } from "./table.ts";
import { cutText, textWidth, wrapText } from "./textWidth.ts";

const width = 760;
const fontSize = 12;
const lineHeight = 17;
const namespace = "http://www.w3.org/2000/svg";

/**
 * A figure as SVG, made in pure Node (Observable Plot on linkedom): title above, key and notes below, all of it text. The
 * bytes are the same on every machine, since no font is measured and numbers are rounded.
 */
export function figureSvg(figure: Figure): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const drawing = drawingOf(figure);
  const title = wrapText(inertText(figure.title), width / (fontSize + 2));
  const notes = drawing.notes.flatMap((note) => wrapText(inertText(note), width / fontSize));
  const keys = keyLines(drawing.series);
  const top = 14 + title.length * (lineHeight + 2);
  const plot = Plot.plot({ document, ...(figure.shape === "rows" ? rowsPlot(figure) : linesPlot(figure)) });
  const svg = plot.tagName.toLowerCase() === "svg" ? plot : plot.querySelector("svg")!;
  const plotHeight = Number(svg.getAttribute("height"));
  const keyTop = top + plotHeight + lineHeight;
  const noteTop = keyTop + keys.length * lineHeight + 6;
  const height = noteTop + notes.length * lineHeight;

  const element = (name: string, attributes: Record<string, string | number>, text?: string) => {
    const made = document.createElementNS(namespace, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const root = element("svg", {
    xmlns: namespace,
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "font-family": fonts.replaceAll('"', "'"),
    "font-size": fontSize,
    fill: "#000",
  });
  root.append(element("title", {}, inertText(figure.title)));
  root.append(element("desc", {}, inertText(drawing.notes.join(" "))));
  root.append(element("rect", { width, height, fill: "white" }));
  title.forEach((line, i) => {
    const y = 18 + i * (lineHeight + 2);
    root.append(element("text", { x: 8, y, "font-size": fontSize + 2, "font-weight": "bold" }, line));
  });
  svg.setAttribute("y", String(top));
  root.append(svg);
  keys.forEach((line, row) => {
    for (const { series, x } of line) {
      const y = keyTop + row * lineHeight;
      const key = element("g", { transform: `translate(${x},${y - 4})` });
      if (figure.shape === "lines")
        key.append(element("path", { d: "M-11,0H11", stroke: series.color, ...dashOf(series), "stroke-width": 1.5 }));
      key.append(element("path", { d: symbolPath(document, series), fill: series.color }));
      key.append(element("text", { x: 17, y: 4 }, inertText(series.name)));
      root.append(key);
    }
  });
  notes.forEach((line, i) => {
    root.append(element("text", { x: 8, y: noteTop + i * lineHeight, fill: "#444" }, line));
  });
  roundNumbers(root);
  return `${root.outerHTML}\n`;
}

function rowsPlot(figure: Figure): Plot.PlotOptions {
  const drawing = drawingOf(figure);
  const between = 11;
  const labels = new Map(drawing.rows.map((row) => [row, cutText(inertText(row), 24)]));
  const marginLeft = 16 + fontSize * [...labels.values()].reduce((most, row) => Math.max(most, textWidth(row)), 2);
  const marks = drawing.series.flatMap((series, s) => {
    const dy = (s - (drawing.series.length - 1) / 2) * between;
    const ranged = series.points.filter(({ low }) => low !== null);
    return [
      Plot.ruleY(ranged, { y: "x", x1: "low", x2: "high", stroke: series.color, strokeWidth: 1.5, dy }),
      Plot.dot(series.points, { y: "x", x: "value", fill: series.color, symbol: series.symbol, r: 3.5, dy }),
    ];
  });
  return {
    width,
    height: 60 + drawing.rows.length * (drawing.series.length * between + 12),
    marginTop: 24,
    marginLeft: Math.ceil(marginLeft),
    marginRight: 24,
    marginBottom: 36,
    style: { fontSize: `${fontSize}px`, fontFamily: "inherit" },
    x: {
      domain: rangeOf(estimatesOf(figure, drawing)),
      label: axisLabel(figure.yLabel),
      grid: true,
      ticks: 6,
      tickFormat,
    },
    y: {
      domain: drawing.rows,
      label: inertText(figure.xLabel),
      labelArrow: "none",
      tickSize: 0,
      tickFormat: (row: string) => labels.get(row) ?? "",
    },
    marks: [
      Plot.frame({ stroke: "#ccc" }),
      ...(figure.reference === undefined ? [] : referenceMarks(figure.reference, "x")),
      ...marks,
    ],
  };
}

function linesPlot(figure: Figure): Plot.PlotOptions {
  const drawing = drawingOf(figure);
  const x = drawing.series.flatMap(({ points }) => points.map((point) => Number(point.x)));
  const marks = drawing.series.flatMap((series, s) => {
    // Side by side by a few pixels, or the intervals of one x would hide each other.
    const dx = (s - (drawing.series.length - 1) / 2) * 4;
    const ranged = series.points.filter(({ low }) => low !== null);
    const dashed = series.dash === "solid" ? {} : { strokeDasharray: series.dash };
    return [
      Plot.line(series.points, { x: "x", y: "value", stroke: series.color, strokeWidth: 1.5, dx, ...dashed }),
      Plot.ruleX(ranged, { x: "x", y1: "low", y2: "high", stroke: series.color, strokeWidth: 1.2, dx }),
      Plot.dot(series.points, { x: "x", y: "value", fill: series.color, symbol: series.symbol, r: 3.5, dx }),
    ];
  });
  return {
    width,
    height: 380,
    marginTop: 30,
    marginLeft: 56,
    marginRight: 24,
    marginBottom: 40,
    style: { fontSize: `${fontSize}px`, fontFamily: "inherit" },
    x: { domain: rangeOf(x), label: axisLabel(figure.xLabel), tickFormat, ticks: 8 },
    y: {
      domain: rangeOf(estimatesOf(figure, drawing)),
      label: inertText(figure.yLabel),
      labelArrow: "up",
      grid: true,
      ticks: 6,
      tickFormat,
    },
    marks: [
      Plot.frame({ stroke: "#ccc" }),
      ...(figure.reference === undefined ? [] : referenceMarks(figure.reference, "y")),
      ...marks,
    ],
  };
}

function referenceMarks({ value, label }: { value: number; label: string }, axis: "x" | "y"): Plot.Markish[] {
  const dashed = { stroke: "#666", strokeDasharray: "4,3" };
  const text = { text: [inertText(label)], fill: "#444", fontStyle: "italic" };
  return axis === "x"
    ? [Plot.ruleX([value], dashed), Plot.text([value], { ...text, x: [value], frameAnchor: "top", dy: -12 })]
    : [
        Plot.ruleY([value], dashed),
        Plot.text([value], { ...text, y: [value], frameAnchor: "right", textAnchor: "end", dx: -4, dy: -7 }),
      ];
}

/** The key below the plot: as many series to a line as fit, each with the place of its symbol. */
function keyLines(series: readonly DrawnSeries[]): { series: DrawnSeries; x: number }[][] {
  const lines: { series: DrawnSeries; x: number }[][] = [];
  let x = width;
  for (const each of series) {
    const own = 40 + fontSize * textWidth(inertText(each.name));
    if (x + own > width) {
      lines.push([]);
      x = 20;
    }
    lines[lines.length - 1]!.push({ series: each, x });
    x += own;
  }
  return lines;
}

/** The outline of a symbol, as Plot itself draws it. */
function symbolPath(document: Document, { symbol }: DrawnSeries): string {
  const point: DrawnPoint[] = [{ x: 0, value: 0, low: null, high: null, n: 0, clusters: 0 }];
  const mark = Plot.dot(point, { x: "x", y: "value", symbol, r: 3.5 });
  const path = Plot.plot({ document, axis: null, marks: [mark] }).querySelector("path");
  return path?.getAttribute("d") ?? "M3.5,0A3.5,3.5,0,1,1,-3.5,0A3.5,3.5,0,1,1,3.5,0Z";
}

function dashOf({ dash }: DrawnSeries): Record<string, string> {
  return dash === "solid" ? {} : { "stroke-dasharray": dash };
}

const axisLabel = (label: string) => `${inertText(label)} →`;

/** A tick without the reader's locale. */
const tickFormat = (value: number) => String(Number(fixed(value, 6)));

/** Rounds what is drawn to a hundredth of a pixel; texts are left alone. */
function roundNumbers(root: Element): void {
  const drawn = new Set(["d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "transform"]);
  for (const element of Array.from(root.querySelectorAll("*")))
    for (const { name, value } of Array.from(element.attributes))
      if (drawn.has(name))
        element.setAttribute(
          name,
          value.replace(/-?\d+\.\d{3,}/g, (number) => String(Number(fixed(Number(number), 2)))),
        );
}
