import { describe, expect, it } from "vitest";
import { auditResult, auditSheet, checkSheet, readAuditSheet, writeQuestions } from "#lib/qa/index.ts";
import { python } from "../../python.ts";
import { chunkOf, talk } from "../talk.ts";

const chunks = talk("en").map((chunk) =>
  chunkOf(
    chunk.video.id,
    chunk.index,
    chunk.lines.map(({ source, text }, i) => [source, i === 0 ? `${text} "quoted", and more` : text] as const),
  ),
);
const { questions } = writeQuestions({ chunks, languageOf: () => "en", seed: "1" });
const sheet = auditSheet(questions, chunks, { n: 10, seed: "1" });
const rowsOf = (csv: string) =>
  python(
    "import json,sys,csv,io\nprint(json.dumps(list(csv.DictReader(io.StringIO(json.load(sys.stdin))))))",
    csv,
  ) as Record<string, string>[];

/** A sheet as a coder sends it back. */
function coded(codes: readonly string[]): string {
  return `id,fingerprint,defects\n${codes.map((code, i) => `q${i},f${i},${code}\n`).join("")}`;
}

describe("a sheet for coders", () => {
  it("is drawn by the seed whatever the order of the questions, and read by Python's csv", () => {
    const rows = rowsOf(sheet);
    expect(rows).toHaveLength(10);
    expect(auditSheet(questions.slice().reverse(), chunks, { n: 10, seed: "1" })).toBe(sheet);
    expect(auditSheet(questions, chunks, { n: 10, seed: "2" })).not.toBe(sheet);
    expect(rowsOf(auditSheet(questions, chunks, { n: 9999, seed: "1" }))).toHaveLength(questions.length);
  });

  it("holds the question, its numbered choices, the answer, the marked evidence, the chunk and two blank columns", () => {
    for (const row of rowsOf(sheet)) {
      const question = questions.find(({ id }) => id === row.id)!;
      const chunk = chunks.find(
        ({ video, index }) => video.id === question.chunk.video.id && index === question.chunk.index,
      )!;
      expect(row.stem).toBe(question.stem);
      expect(row.choices).toBe(question.choices.map((choice, i) => `${i + 1}. ${choice}`).join("\n"));
      expect(row.answer).toBe(String(question.answer + 1));
      expect([row.defects, row.note]).toEqual(["", ""]);
      expect(row.chunk!.split("\n")).toHaveLength(chunk.lines.length);
      const marked = row.evidence!.split("\n").filter((line) => line.startsWith(">"));
      expect(marked).toEqual(
        question.evidence.map(({ line, source }) => `> ${line + 1} [${source}] ${chunk.lines[line]!.text}`),
      );
    }
  });

  it("has no cell that a spreadsheet would run as a formula", () => {
    const [first] = questions;
    const evil = { ...first!, stem: '=HYPERLINK("https://a.example")', choices: ["@SUM(1)", "b", "c", "d"] };
    const [row] = rowsOf(auditSheet([evil], chunks, { n: 1, seed: "1" }));
    expect(row!.stem).toBe(`'=HYPERLINK("https://a.example")`);
    expect(row!.choices).toMatch(/^1\. @SUM/);
  });

  it("shows what a terminal would obey, and what would turn the order of letters round", () => {
    const evil = { ...questions[0]!, stem: "\u001b[31mred\u0007 \u202eabc\u202c", choices: ["\ttab", "b", "c", "d"] };
    const [row] = rowsOf(auditSheet([evil], chunks, { n: 1, seed: "1" }));
    expect(row!.stem).toBe("\ufffd[31mred\ufffd \ufffdabc\ufffd");
    expect(row!.choices).toMatch(/^1\. \ttab\n2\. b/);
  });
});

describe("a coded sheet", () => {
  const filled = readAuditSheet(sheet.replace(/,,\n/g, ",none,\n"), "a.csv");

  it("fits the questions that it was exported from", () => {
    expect(() => checkSheet(filled, questions)).not.toThrow();
  });

  it("is refused when a question has changed since, or is not there any more", () => {
    const id = [...filled.codes.keys()][0]!;
    const other = questions.map((question) => (question.id === id ? { ...question, stem: "another" } : question));
    expect(() => checkSheet(filled, other)).toThrow(`question ${id} is another one than the coder read`);
    expect(() => checkSheet(filled, [])).toThrow("is not in the study");
  });
});

describe("coded sheets", () => {
  it("come back with their codes, the main one first", () => {
    const filled = sheet.replace(/,,\n/g, ",Ambiguous; fragment,\n");
    const { coder, codes } = readAuditSheet(`\ufeff${filled}`, "a.csv");
    expect(coder).toBe("a.csv");
    expect(codes.size).toBe(10);
    for (const code of codes.values()) expect(code).toEqual(["ambiguous", "fragment"]);
  });

  it("are refused where a code is missing, unknown, doubled or beside none, naming the row", () => {
    const read = (code: string) => () => readAuditSheet(coded(["none", code]), "a.csv");
    expect(read("")).toThrow(/a\.csv, row 3, question q1: expected one or more of none, .*found an empty cell/);
    expect(read("bad")).toThrow(/found bad/);
    expect(read("fragment fragment")).toThrow(/twice/);
    expect(read("none fragment")).toThrow(/none stands alone/);
    expect(() => readAuditSheet("id,fingerprint,defects\nq1,a,none\nq1,a,none\n", "a.csv")).toThrow(
      /the question is there twice/,
    );
    expect(() => readAuditSheet("id,fingerprint,note\nq1,a,x\n", "a.csv")).toThrow(
      /expected the columns .*found no defects/,
    );
    expect(() => readAuditSheet('id,fingerprint,defects\n"q1,a,none\n', "a.csv")).toThrow(
      /a\.csv: expected a CSV file/,
    );
  });

  it("of one coder give the rate of each defect, with its n", () => {
    const result = auditResult([readAuditSheet(coded(["none", "ambiguous fragment", "none", "fragment"]), "a.csv")]);
    expect(result.agreement).toBeNull();
    expect(result.rates.find(({ defect }) => defect === "any")).toEqual({
      defect: "any",
      questions: 2,
      n: 4,
      rate: 0.5,
    });
    expect(result.rates.find(({ defect }) => defect === "fragment")).toMatchObject({ questions: 2, rate: 0.5 });
    expect(result.rates.find(({ defect }) => defect === "ambiguous")).toMatchObject({ questions: 1, rate: 0.25 });
    expect(result.rates.find(({ defect }) => defect === "boilerplate")).toMatchObject({ questions: 0, rate: 0 });
  });

  it("of two coders give the mean rate, and raw agreement and kappa on main code and on any defect", () => {
    const a = readAuditSheet(coded(["none", "none", "fragment", "ambiguous"]), "a.csv");
    const b = readAuditSheet(coded(["none", "fragment", "fragment", "fragment ambiguous"]), "b.csv");
    const { rates, agreement } = auditResult([a, b]);
    expect(rates.find(({ defect }) => defect === "any")).toMatchObject({ questions: 2.5, rate: 0.625 });
    expect(agreement!.mainCode).toMatchObject({ observed: 0.5, n: 4 });
    // Shares none 1/2 and 1/4, fragment 1/4 and 3/4, ambiguous 1/4 and 0: expected 5/16, kappa (8 - 5) / (16 - 5).
    expect(agreement!.mainCode.kappa).toBeCloseTo(3 / 11, 12);
    expect(agreement!.anyDefect.kappa).toBeCloseTo(0.5, 12);
  });

  it("must be one or two, of the same questions", () => {
    const one = readAuditSheet(coded(["none", "none"]), "a.csv");
    const two = readAuditSheet(coded(["none"]), "b.csv");
    expect(() => auditResult([one, two])).toThrow(/a\.csv coded question q1, b\.csv did not/);
    expect(() => auditResult([])).toThrow(/one or two coders, found 0/);
    expect(() => auditResult([one, one, one])).toThrow(/found 3/);
  });
});
