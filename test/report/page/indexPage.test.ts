import { describe, expect, it } from "vitest";
import type { Answer, Chunk, Question } from "#lib/records/index.ts";
import { type Evidence, type IndexPage, indexPage, renderFigure, renderTable, type Table } from "#lib/report/index.ts";

const evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028\u202eabc\u0007";
const video = { platform: "twitch", id: "v1" } as const;
const question: Question = {
  id: "q1",
  chunk: { video, index: 1 },
  kind: "topic",
  language: "ja",
  stem: `KIWI ${evil}`,
  choices: [`PLUM ${evil}`, "PEAR"],
  answer: 1,
  evidence: [{ line: 0, source: "CHAT" }],
  distractorsFrom: [null, null],
  writer: { name: "cloze", version: "1", seed: "s" },
};
const counts = {
  chatLines: 1,
  speechLines: 0,
  chatChars: 9,
  speechChars: 0,
  chatSpeechRatio: null,
  avgLogprob: null,
  filteredLines: 0,
};
const lines: Chunk["lines"] = [{ source: "CHAT", ref: "m1", atMs: 1000, text: `LIME ${evil}` }];
const chunk: Chunk = { video, index: 1, startMs: 0, endMs: 600_000, lines, counts };
const answer: Answer = {
  question: "q1",
  arm: "chat",
  reader: "bm25",
  order: [1, 0],
  draw: 0,
  status: "answered",
  choice: 0,
  shown: "x",
};
const evidence: Evidence = { questions: [question], chunks: [chunk], answers: [answer, { ...answer, choice: 1 }] };

const accuracy = { value: 0.5, low: 0.2, high: 0.8, n: 1, clusters: 1, method: "Wilson" };
const table: Table = {
  name: "accuracy",
  title: `Accuracy ${evil}: A study`,
  keys: ["arm"],
  columns: [
    { key: "arm", label: "arm" },
    { key: "accuracy", label: evil, digits: 2 },
  ],
  rows: [
    { values: { arm: `chat ${evil}`, accuracy }, sources: [{ question: "q1", arm: "chat", reader: "bm25" }] },
    { values: { arm: "raw", accuracy }, sources: [{ title: `DATE ${evil}`, video: "twitch/v1", count: 3 }] },
  ],
  notes: [evil, "Simulated."],
  stamp: "confirmatory",
};
const points = [{ x: evil, series: evil, estimate: accuracy }];
const figure = { name: "f", title: evil, xLabel: evil, yLabel: evil, shape: "rows" as const, points, notes: [] };

function pageOf(publish: "numbers" | "text", artefacts: IndexPage["experiments"][number]["artefacts"]): string {
  const study = { name: "s", title: "A study", description: evil, notes: ["Simulated."], publish };
  return indexPage({ study, experiments: [{ name: "accuracy", artefacts }], evidence, plotly: "/* </script> */" });
}
const page = (publish: "numbers" | "text") => pageOf(publish, [...renderTable(table), ...renderFigure(figure)]);
const dataOf = (html: string) => JSON.parse(/id="data">(.*?)<\/script>/s.exec(html)![1]!);

describe("the page of all results", () => {
  it("has its own scripts and no other, whatever titles, notes, chat and questions hold", () => {
    const html = page("text");
    expect(html.match(/<script[^>]*>/g)).toEqual([
      '<script type="application/json" id="data">',
      "<script>",
      '<script type="module">',
    ]);
    expect(html.match(/<\/script>/g)).toHaveLength(3);
    expect(html.match(/<img|[\u202e\u0007]/)).toBeNull();
    expect(html.slice(html.indexOf('id="data"')).match(/\u2028/)).toBeNull();
    expect(dataOf(html).drill.chunks[0].lines[0][2]).toContain("LIME </script><script>alert(1)</script>");
  });

  it("names no other place to load anything from, and its policy forbids it", () => {
    const html = page("text").replace(/<script>.*?<\/script>/gs, "");
    expect(html).toContain("default-src 'none'");
    expect(html.match(/<(?:script|img|link|iframe)[^>]* src=|@import|url\(/)).toBeNull();
    expect(html.match(/href="(?!#)[^"]*"/g)).toEqual([
      'href="table.csv"',
      'href="table.md"',
      'href="table.tex"',
      'href="cells.json"',
      'href="figure.svg"',
      'href="figure.html"',
    ]);
  });

  it("leaves out each line, question and choice of a study that does not publish its text", () => {
    const html = page("numbers");
    expect(html.match(/KIWI|PLUM|PEAR|LIME|DATE/)).toBeNull();
    expect(dataOf(html).drill.sources[1]).toBe('{"title":"…","video":"twitch/v1","count":3}');
    expect(dataOf(html).drill.questions[0]).toMatchObject({ stem: null, choices: 2, answer: 1 });
    expect(html).toContain("Lines of chat and speech, questions and choices are left out");
  });

  it("holds the answers behind a number: who was shown which order and chose what", () => {
    const { drill } = dataOf(page("text"));
    expect(drill.tables[0].rows[0].sources).toEqual([0]);
    expect(drill.sources[0]).toEqual([0, [0], 0, null, null]);
    expect([drill.arms, drill.readers]).toEqual([["chat"], ["bm25"]]);
    expect(drill.answers[0]).toEqual([[0, 0, [0, 1]]]);
    expect(drill.ways).toEqual([
      [[1, 0], 0, "answered", 0],
      [[1, 0], 0, "answered", 1],
    ]);
  });

  it("says the study's title and notes once, above all tables", () => {
    const html = page("text");
    expect(html.match(/A study/g)).toHaveLength(2);
    expect(html.match(/Simulated\./g)).toHaveLength(1);
  });

  it("prints a table's stamp and the command that makes it again", () => {
    expect(page("text")).toMatch(/class="stamp confirmatory">Confirmatory: /);
    expect(page("text")).toContain("npm run reproduce -- accuracy --study STUDY");
  });

  it("lists 500 rows of data for a number and counts the rest", () => {
    const sources = Array.from({ length: 600 }, (_, i) => ({ i }));
    const many = { ...table, rows: [{ values: { arm: "chat", accuracy }, sources }] };
    const [row] = dataOf(pageOf("text", renderTable(many))).drill.tables[0].rows;
    expect([row.sources.length, row.count]).toEqual([500, 600]);
  });
});
