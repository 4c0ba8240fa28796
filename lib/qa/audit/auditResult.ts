import { InputError } from "#lib/errors.ts";
import { type Agreement, cohenKappa } from "#lib/stats/index.ts";
import { type Defect, defects } from "./defects.ts";
import type { CodedSheet } from "./readAuditSheet.ts";

/** How often one defect was found: `questions` of `n`, halves where only one of two coders saw it. */
export interface DefectRate {
  defect: Defect | "any";
  questions: number;
  n: number;
  rate: number;
}

/** Defect rates by type, and how far two coders agree on the main code and on whether there is any defect. */
export interface AuditResult {
  coders: string[];
  rates: DefectRate[];
  agreement: { mainCode: Agreement; anyDefect: Agreement } | null;
}

/**
 * Counts the defects that one or two coders found. Two coders must have coded the same questions.
 *
 * @throws InputError when there are other than one or two sheets, no questions, or not the same ones
 */
export function auditResult(sheets: readonly CodedSheet[]): AuditResult {
  const [first, second, ...more] = sheets;
  if (!first || more.length > 0)
    throw new InputError(`Expected the sheets of one or two coders, found ${sheets.length}.`);
  const ids = [...first.codes.keys()];
  if (ids.length === 0) throw new InputError(`${first.coder}: expected coded questions, found none.`);
  if (second) checkSame(first, second);
  const share = (found: (codes: readonly Defect[]) => boolean) =>
    sheets.reduce((sum, { codes }) => sum + ids.filter((id) => found(codes.get(id)!)).length, 0) / sheets.length;
  const rate = (defect: DefectRate["defect"], questions: number): DefectRate => ({
    defect,
    questions,
    n: ids.length,
    rate: questions / ids.length,
  });
  const types = (Object.keys(defects) as Defect[]).filter((defect) => defect !== "none");
  return {
    coders: sheets.map(({ coder }) => coder),
    rates: [
      rate(
        "any",
        share((codes) => !codes.includes("none")),
      ),
      ...types.map((defect) =>
        rate(
          defect,
          share((codes) => codes.includes(defect)),
        ),
      ),
    ],
    agreement: second ? agreementOf(first, second, ids) : null,
  };
}

function checkSame(first: CodedSheet, second: CodedSheet): void {
  const missing = (a: CodedSheet, b: CodedSheet) => [...a.codes.keys()].find((id) => !b.codes.has(id));
  for (const [a, b] of [
    [first, second],
    [second, first],
  ] as const) {
    const id = missing(a, b);
    if (id !== undefined)
      throw new InputError(`${a.coder} coded question ${id}, ${b.coder} did not. Give both coders the same sheet.`);
  }
}

function agreementOf(first: CodedSheet, second: CodedSheet, ids: readonly string[]) {
  const main = ({ codes }: CodedSheet) => ids.map((id) => codes.get(id)![0]!);
  const any = (sheet: CodedSheet) => main(sheet).map((code) => (code === "none" ? "no" : "yes"));
  return { mainCode: cohenKappa(main(first), main(second)), anyDefect: cohenKappa(any(first), any(second)) };
}
