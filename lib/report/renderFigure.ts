import type { Figure } from "./figure.ts";
import { figurePage } from "./figurePage.ts";
import { figureSvg } from "./figureSvg.ts";
import type { Artefact } from "./table.ts";

/** A figure in both its formats: figure.svg for a paper, figure.html to look closer; none where there is nothing to draw. */
export function renderFigure(figure: Figure): Artefact[] {
  if (figure.points.every(({ estimate }) => estimate.value === null)) return [];
  return [
    { path: "figure.svg", text: figureSvg(figure), shows: { figure } },
    { path: "figure.html", text: figurePage(figure) },
  ];
}
