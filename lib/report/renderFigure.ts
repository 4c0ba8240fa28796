import type { Figure } from "./figure.ts";
import { figurePage } from "./figurePage.ts";
import { figureSvg } from "./figureSvg.ts";
import type { Artefact } from "./table.ts";

/** A figure in both its formats: figure.svg for a paper, figure.html to look closer. */
export function renderFigure(figure: Figure): Artefact[] {
  return [
    { path: "figure.svg", text: figureSvg(figure), shows: { figure } },
    { path: "figure.html", text: figurePage(figure) },
  ];
}
