import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Figure, renderFigure } from "#lib/report/index.ts";

const known = { value: 0.6, low: 0.5, high: 0.7, n: 40, clusters: 4, method: "Korn-Graubard" };
const unknown = { ...known, value: null, low: null, high: null, reason: "no answer" };

const rows: Figure = {
  name: "arms",
  title: "Accuracy by arm",
  xLabel: "arm",
  yLabel: "accuracy",
  shape: "rows",
  points: [
    { x: "chat", series: "bm25", estimate: known },
    { x: "chat", series: "選択肢", estimate: { ...known, low: null, high: null } },
    { x: "none", series: "bm25", estimate: unknown },
  ],
  reference: { value: 0.25, label: "chance" },
  notes: ["Streams are simulated."],
};
const lines: Figure = {
  ...rows,
  shape: "lines",
  points: [30, 0, 10].map((x) => ({ x, series: "chat", estimate: { ...known, value: 0.5 + x / 100 } })),
};

const draw = (figure: Figure) => renderFigure(figure).map(({ text }) => text) as [string, string];
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
const marks = (svg: string, label: string) => [
  ...svg.matchAll(new RegExp(`<g [^>]*aria-label="${label}"[^>]*>([\\s\\S]*?)</g>`, "g")),
];

/** The figure that a page hands to Plotly. */
const plotlyOf = (page: string) => JSON.parse(/const figure = (.*);\n/.exec(page)![1]!);

describe("a figure of rows", () => {
  it("has a symbol for each estimate that is known, and a whisker where there is an interval", () => {
    const [svg, page] = draw(rows);
    expect(
      marks(svg, "dot")
        .map(([, body]) => count(body!, /<(circle|path)/g))
        .join(),
    ).toBe("1,1");
    // The line of the reference, and the one whisker.
    expect(
      marks(svg, "rule")
        .map(([, body]) => count(body!, /<line/g))
        .join(),
    ).toBe("1,1");
    expect(plotlyOf(page).traces.map((trace: { x: number[] }) => trace.x)).toEqual([[0.6], [0.6]]);
    expect(plotlyOf(page).traces[0].error_x).toMatchObject({ array: [0.1], arrayminus: [0.1] });
  });

  it("keeps the line of an estimate that is not known, and says how many there are", () => {
    for (const text of draw(rows)) expect(text).toContain("1 of 3 estimates are not known and not drawn.");
    expect(draw(rows)[0]).toContain(">none</text>");
  });

  it("names each series beside a symbol and a colour of its own", () => {
    const [{ marker: first }, { marker: second }] = plotlyOf(draw(rows)[1]).traces;
    expect(first.symbol).not.toBe(second.symbol);
    expect(first.color).not.toBe(second.color);
    expect(draw(rows)[0]).toContain(">選択肢</text>");
  });
});

describe("a figure of lines", () => {
  it("joins points in the order of x, whatever order they came in", () => {
    expect(plotlyOf(draw(lines)[1]).traces[0]).toMatchObject({ x: [0, 10, 30], y: [0.5, 0.6, 0.8] });
  });

  it("differs by dash from series to series, so that it can be read without colour", () => {
    const two = { ...lines, points: lines.points.flatMap((p) => [p, { ...p, series: "speech" }]) };
    expect(plotlyOf(draw(two)[1]).traces.map((trace: { line: { dash: string } }) => trace.line.dash)).toEqual([
      "solid",
      "8px,4px",
    ]);
  });

  it("refuses labels where numbers are needed", () => {
    expect(() => draw({ ...rows, shape: "lines" })).toThrow("expected a number for x in a figure of lines, found chat");
  });
});

describe("every figure", () => {
  it("is no file at all where no estimate is known", () => {
    for (const points of [[], rows.points.slice(2)]) expect(renderFigure({ ...rows, points })).toEqual([]);
  });

  it("is the same bytes each time, with no number finer than a hundredth of a pixel", () => {
    expect(draw(lines)).toEqual(draw(lines));
    expect(draw(lines)[0].match(/ (?:d|x1|x2|y1|y2|transform)="[^"]*\.\d{3}/g)).toBeNull();
  });

  it("takes titles, labels and notes for text, whatever they hold", () => {
    const evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)> & \u202e\u2028\u0007\ud800\u00a0\"'";
    const point = { x: evil, series: evil, estimate: known };
    const [svg, page] = draw({
      ...rows,
      title: evil,
      xLabel: evil,
      yLabel: evil,
      points: [point, { ...point, series: `${evil}2` }],
      reference: { value: 0.5, label: evil },
      notes: [evil],
    });
    expect(page.match(/<(script|img)/g)).toEqual(["<script", "<script"]);
    expect(JSON.stringify(plotlyOf(page))).not.toMatch(/<(?!br>|extra>|\/extra>)/);
    const code =
      "import sys, xml.dom.minidom as m\nd = m.parse(sys.stdin.buffer)\nprint(sorted({e.tagName for e in d.getElementsByTagName('*')}))";
    const tags = execFileSync("/usr/bin/python3", ["-c", code], { input: svg, encoding: "utf8" });
    expect(tags).toBe("['circle', 'desc', 'g', 'line', 'path', 'rect', 'style', 'svg', 'text', 'title']\n");
    for (const text of [svg, page]) expect(text).not.toMatch(/[\u202e\u0007]|\ud800/);
  });
});

it("draws in colours that stand out from white by three to one, as WCAG asks of graphics", () => {
  const points = ["a", "b", "c", "d", "e", "f"].map((series) => ({ x: "chat", series, estimate: known }));
  const drawn: string[] = plotlyOf(draw({ ...rows, points })[1]).traces.map(
    (trace: { marker: { color: string } }) => trace.marker.color,
  );
  const contrast = (hex: string) => {
    const [r, g, b] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 1.05 / (0.2126 * r! + 0.7152 * g! + 0.0722 * b! + 0.05);
  };
  expect(new Set(drawn).size).toBe(6);
  for (const color of drawn) expect(contrast(color)).toBeGreaterThan(3);
});
