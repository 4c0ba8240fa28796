import { expect, it } from "vitest";
import { type ArmsFigure, armsFigurePage, armsFigureSvg } from "#lib/report/index.ts";

const accuracy = { value: 0.6, low: 0.5, high: 0.7, n: 40, clusters: 4, method: "Korn-Graubard" };
const figure: ArmsFigure = {
  title: "</script><script>alert(1)</script>",
  caption: "Bars: 95 % intervals",
  chance: 0.25,
  arms: ["chat", "none"],
  readers: ["bm25"],
  kinds: ["topic"],
  points: [
    { arm: "chat", reader: "bm25", kind: "topic", accuracy },
    { arm: "none", reader: "bm25", kind: "topic", accuracy: { ...accuracy, low: null, high: null } },
  ],
};

it("draws a dot for each accuracy and a bar only where there is an interval", () => {
  const svg = armsFigureSvg(figure);
  expect(svg.match(/<circle/g)).toHaveLength(2);
  expect(
    svg
      .match(/aria-label="rule"[\s\S]*?<\/g>/g)
      ?.join("")
      .match(/<line/g),
  ).toHaveLength(2);
  expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
});

it("gives the same bytes each time", () => {
  expect(armsFigureSvg(figure)).toBe(armsFigureSvg(figure));
});

it("does not let a title become a script", () => {
  for (const text of [armsFigurePage(figure, "plotly.js"), armsFigureSvg(figure)])
    expect(text).not.toContain("<script>alert");
});

it("says in the page what is missing when the plotting library is not there", () => {
  expect(armsFigurePage(figure, "../plotly.js")).toContain("npm run reproduce");
});
