import type { PlotlyFigure } from "../figurePlotly.ts";
import { embedJson, escapeHtml } from "../inert.ts";

/**
 * The plotting library as the output of a notebook's cell; needed once, before the first figure. Jupyter's own module loader
 * would take the library away from the page, so it is hidden from it.
 *
 * @param library the text of plotly.js
 */
export function plotlyLibraryCell(library: string): string {
  const text = library.replace(/<(?=\/script|script|!--)/gi, "\\x3c");
  return `<script>if (!window.Plotly) (function (define, module, exports) {\n${text}\n}).call(window);</script>`;
}

/**
 * An interactive figure as the output of a notebook's cell.
 *
 * @param id names its element, one of its own in a page
 * @param label says what is to be seen, for those who do not see it
 */
export function plotlyCell({ traces, layout }: PlotlyFigure, id: string, label: string): string {
  const config = { responsive: true, displaylogo: false, scrollZoom: layout.dragmode === "pan" };
  return `<div id="${escapeHtml(id)}" role="img" aria-label="${escapeHtml(label)}" style="background: white">This figure needs the output of the cell that loads Plotly: run the notebook from its first cell.</div>
<script>
(function draw(tries) {
  const element = document.getElementById(${embedJson(id)});
  if (element && window.Plotly) {
    element.textContent = "";
    window.Plotly.newPlot(element, ${embedJson(traces)}, ${embedJson(layout)}, ${embedJson(config)});
  } else if (tries > 0) setTimeout(draw, 200, tries - 1);
})(50);
</script>`;
}
