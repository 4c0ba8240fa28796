import { drawingOf, type Figure } from "./figure.ts";
import { figurePlotly } from "./figurePlotly.ts";
import { embedJson, escapeHtml, fonts } from "./inert.ts";

/** Where each figure's page finds the plotting library, which is too large to be part of every page. */
const scriptPath = "../../.assets/plotly.js";

/** A figure as an interactive page (Plotly): hover for n and the interval, click a series to hide it. */
export function figurePage(figure: Figure): string {
  const { notes } = drawingOf(figure);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(figure.title)}</title>
<style>body { font-family: ${fonts}; max-width: 60rem; margin: 1rem auto; padding: 0 1rem; color: #222 }</style>
<h1 style="font-size: 1.2rem">${escapeHtml(figure.title)}</h1>
<div id="figure">This figure needs ${scriptPath}, which <code>npm run reproduce</code> puts there.</div>
${notes.map((note) => `<p>${escapeHtml(note)}</p>\n`).join("")}<script src="${scriptPath}"></script>
<script>
const figure = ${embedJson(figurePlotly(figure))};
if (window.Plotly) {
  document.getElementById("figure").textContent = "";
  Plotly.newPlot("figure", figure.traces, figure.layout, { responsive: true, displayModeBar: false });
}
</script>
</html>
`;
}
