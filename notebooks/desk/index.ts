export { livecorpus } from "./livecorpus.ts";
export { cellProgress } from "./progress.ts";
export { showFigure, showPlotly, showResults, showRows, showSvg, showTable } from "./show.ts";
export { showResultFiles } from "./showFiles.ts";
