import { type DrawnSeries, drawingOf, estimatesOf, type Figure, rangeOf } from "./figure.ts";
import { fonts, inertText } from "./inert.ts";
import { fixed } from "./table.ts";
import { wrapText } from "./textWidth.ts";

const plotlySymbols: Record<DrawnSeries["symbol"], string> = {
  circle: "circle",
  square: "square",
  triangle: "triangle-up",
  diamond: "diamond",
  star: "star",
  cross: "cross",
  wye: "x",
};

/** What Plotly draws of a figure: hover for the count and the interval, click a series to hide it. */
export interface PlotlyFigure {
  traces: Record<string, unknown>[];
  layout: Record<string, unknown>;
}

/** A figure as data for Plotly. */
export function figurePlotly(figure: Figure): PlotlyFigure {
  const drawing = drawingOf(figure);
  const isRows = figure.shape === "rows";
  const x = drawing.series.flatMap(({ points }) => points.map((point) => Number(point.x)));
  const spread = isRows ? 0 : (rangeOf(x)[1] - rangeOf(x)[0]) / 180;
  const traces = drawing.series.map((series, s) => {
    const off = s - (drawing.series.length - 1) / 2;
    // Series stand side by side, or their points would hide each other.
    const places = series.points.map((point) =>
      round(
        isRows
          ? drawing.rows.indexOf(String(point.x)) + (off * 0.7) / drawing.series.length
          : Number(point.x) + off * spread,
      ),
    );
    const values = series.points.map(({ value }) => round(value));
    const error = {
      type: "data",
      symmetric: false,
      color: series.color,
      thickness: 1.5,
      width: 0,
      array: series.points.map(({ value, high }) => (high === null ? 0 : round(high - value))),
      arrayminus: series.points.map(({ value, low }) => (low === null ? 0 : round(value - low))),
    };
    return {
      type: "scatter",
      mode: isRows ? "markers" : "lines+markers",
      cliponaxis: false,
      name: plotlyText(series.name),
      marker: { size: 8, color: series.color, symbol: plotlySymbols[series.symbol] },
      line: { color: series.color, width: 1.5, dash: series.dash.replaceAll(",", "px,").replace(/\d$/, "$&px") },
      ...(isRows ? { x: values, y: places, error_x: error } : { x: places, y: values, error_y: error }),
      text: series.points.map((point) =>
        plotlyText(
          `${series.name}, ${point.x}: ${interval(point)}; n = ${point.n}${point.clusters > 0 ? ` of ${point.clusters} videos` : ""}`,
        ),
      ),
      hovertemplate: "%{text}<extra></extra>",
    };
  });
  return { traces, layout: layoutOf(figure) };
}

function layoutOf(figure: Figure): Record<string, unknown> {
  const drawing = drawingOf(figure);
  const isRows = figure.shape === "rows";
  const labels = drawing.rows.map((row) => wrapText(row, 14));
  const lines = labels.reduce((most, label) => Math.max(most, label.length), 1);
  const rowHeight = Math.max(12 + 12 * drawing.series.length, 6 + 17 * lines);
  const height = isRows ? 170 + drawing.rows.length * rowHeight : 460;
  const estimates = {
    title: axisTitle(figure.yLabel),
    range: rangeOf(estimatesOf(figure, drawing)).map(round),
    zeroline: false,
    automargin: true,
  };
  const places = isRows
    ? {
        tickvals: drawing.rows.map((_, i) => i),
        ticktext: labels.map((lines) => lines.map(plotlyText).join("<br>")),
        range: [drawing.rows.length - 0.4, -0.6],
        title: axisTitle(figure.xLabel),
      }
    : { title: axisTitle(figure.xLabel) };
  const other = { ...places, zeroline: false, automargin: true };
  return {
    font: { family: fonts, size: 13, color: "#222" },
    height,
    margin: { t: 24, r: 16, l: 56, b: 48 },
    // Above the label of the reference line.
    legend: { orientation: "h", y: round(1 + 24 / (height - 120)), yanchor: "bottom", x: 0, xanchor: "left" },
    showlegend: drawing.series.length > 1,
    hoverlabel: { align: "left" },
    hovermode: "closest",
    // A finger on a figure scrolls the page.
    dragmode: false,
    xaxis: isRows ? estimates : other,
    yaxis: isRows ? other : estimates,
    ...(figure.reference === undefined ? {} : referenceOf(figure.reference, isRows ? "x" : "y")),
  };
}

function referenceOf({ value, label }: { value: number; label: string }, axis: "x" | "y"): Record<string, unknown> {
  const along = axis === "x" ? "y" : "x";
  return {
    shapes: [
      {
        type: "line",
        [`${axis}ref`]: axis,
        [`${along}ref`]: "paper",
        [`${axis}0`]: round(value),
        [`${axis}1`]: round(value),
        [`${along}0`]: 0,
        [`${along}1`]: 1,
        line: { dash: "dash", color: "#666", width: 1 },
      },
    ],
    annotations: [
      {
        [`${axis}ref`]: axis,
        [axis]: round(value),
        [`${along}ref`]: "paper",
        [along]: 1,
        text: plotlyText(label),
        showarrow: false,
        xanchor: axis === "x" ? "center" : "right",
        yanchor: "bottom",
        font: { color: "#444" },
      },
    ],
  };
}

function interval({ value, low, high }: { value: number; low: number | null; high: number | null }): string {
  return low === null || high === null ? fixed(value, 3) : `${fixed(value, 3)} [${fixed(low, 3)}, ${fixed(high, 3)}]`;
}

const axisTitle = (label: string) => ({ text: plotlyText(label), font: { size: 13 } });

const round = (value: number) => Number(fixed(value, 6));

/** Plotly obeys some tags in its texts, links among them. */
function plotlyText(text: string): string {
  return inertText(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
