import type { ArmsFigure } from "./armsFigure.ts";
import { fixed } from "./table.ts";

/**
 * The same figure as an interactive page (Plotly): hover for n and the interval, click a reader to hide it. The page loads
 * the plotting library from `scriptPath`, a path relative to the page.
 */
export function armsFigurePage(figure: ArmsFigure, scriptPath: string): string {
  const traces = figure.readers.flatMap((reader, r) =>
    figure.kinds.map((kind, k) => trace(figure, reader, kind, r, k)),
  );
  const layout: Record<string, unknown> = {
    title: { text: figure.title },
    height: 620,
    grid: { rows: 1, columns: figure.kinds.length, pattern: "independent" },
    legend: { orientation: "h", y: -0.12 },
    shapes: figure.kinds.map((_, k) => ({
      type: "line",
      xref: `x${suffix(k)}`,
      yref: "paper",
      x0: figure.chance,
      x1: figure.chance,
      y0: 0,
      y1: 1,
      line: { dash: "dot", color: "#999" },
    })),
  };
  figure.kinds.forEach((kind, k) => {
    layout[`xaxis${suffix(k)}`] = { range: [0, 1], title: { text: `accuracy, ${kind} questions` } };
    layout[`yaxis${suffix(k)}`] = {
      tickvals: figure.arms.map((_, a) => a),
      ticktext: figure.arms,
      range: [figure.arms.length - 0.4, -0.6],
      zeroline: false,
      automargin: true,
    };
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(figure.title)}</title>
<body style="font-family: sans-serif; max-width: 1200px; margin: 1em auto">
<div id="figure">This figure needs ${escapeHtml(scriptPath)}, which <code>npm run reproduce</code> puts there.</div>
<p>${escapeHtml(figure.caption)}</p>
<script src="${escapeHtml(scriptPath)}"></script>
<script>
const figure = ${embedJson({ traces, layout })};
if (window.Plotly) {
  document.getElementById("figure").textContent = "";
  Plotly.newPlot("figure", figure.traces, figure.layout, { responsive: true });
}
</script>
</body>
</html>
`;
}

function trace(figure: ArmsFigure, reader: string, kind: string, r: number, k: number): Record<string, unknown> {
  const palette = ["#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#ff8ab7", "#a463f2", "#97bbf5"];
  const points = figure.points.filter((p) => p.reader === reader && p.kind === kind && p.accuracy.value !== null);
  const round = (value: number) => Number(fixed(value, 4));
  return {
    type: "scatter",
    mode: "markers",
    cliponaxis: false,
    name: reader,
    legendgroup: reader,
    showlegend: k === 0,
    xaxis: `x${suffix(k)}`,
    yaxis: `y${suffix(k)}`,
    marker: { size: 9, color: palette[r % palette.length] },
    x: points.map((p) => round(p.accuracy.value!)),
    // Readers stand side by side within an arm, or their points would hide each other.
    y: points.map((p) => round(figure.arms.indexOf(p.arm) + (r - (figure.readers.length - 1) / 2) * 0.15)),
    error_x: {
      type: "data",
      symmetric: false,
      array: points.map((p) => (p.accuracy.high === null ? 0 : round(p.accuracy.high - p.accuracy.value!))),
      arrayminus: points.map((p) => (p.accuracy.low === null ? 0 : round(p.accuracy.value! - p.accuracy.low))),
    },
    text: points.map((p) => `${reader}, ${p.arm}: n = ${p.accuracy.n} of ${p.accuracy.clusters} videos`),
    hovertemplate: "%{text}<br>%{x:.3f}<extra></extra>",
  };
}

function suffix(index: number): string {
  return index === 0 ? "" : String(index + 1);
}

/** JSON that can stand inside a script element whatever it holds. */
function embedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
