import type { AuditResult, GateResult, ScoredItem } from "#lib/qa/index.ts";
import type { Study } from "#lib/records/index.ts";

interface Cell {
  reader: string;
  arm: string;
  kind: string;
  /** Questions with a score. */
  n: number;
  accuracy: number | null;
  invalid: number;
  notApplicable: number;
}

/** One line of JSON for each reader, arm and kind of question. */
export function scoreLines(items: readonly ScoredItem[]): string {
  return cells(items)
    .map((cell) => `${JSON.stringify(cell)}\n`)
    .join("");
}

/** A table for a person. */
export function scoreTable(items: readonly ScoredItem[]): string {
  const rows = cells(items).map((cell) => [
    cell.reader,
    cell.arm,
    cell.kind,
    String(cell.n),
    cell.accuracy === null ? "-" : `${(100 * cell.accuracy).toFixed(1)} %`,
    String(cell.invalid),
    String(cell.notApplicable),
  ]);
  const lines = [["reader", "arm", "kind", "n", "accuracy", "invalid", "n/a"], ...rows];
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const text = (line: string[]) => line.map((part, i) => (i < 3 ? part.padEnd(widths[i]!) : part.padStart(widths[i]!)));
  return `${lines.map((line) => text(line).join("  ").trimEnd()).join("\n")}\nIntervals come with livecorpus reproduce.\n`;
}

function cells(items: readonly ScoredItem[]): Cell[] {
  const groups = new Map<string, ScoredItem[]>();
  for (const item of items) {
    const key = JSON.stringify([item.reader, item.arm]);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].flatMap((group) =>
    (["topic", "detail", "both"] as const).map((kind) =>
      cellOf(
        kind,
        group[0]!,
        group.filter((item) => kind === "both" || item.kind === kind),
      ),
    ),
  );
}

function cellOf(kind: string, { reader, arm }: ScoredItem, items: readonly ScoredItem[]): Cell {
  const scores = items.flatMap(({ score }) => (score === null ? [] : [score]));
  return {
    reader,
    arm,
    kind,
    n: scores.length,
    accuracy: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    invalid: items.reduce((sum, item) => sum + item.invalid, 0),
    notApplicable: items.filter((item) => item.notApplicable > 0).length,
  };
}

/** One line for each gate, and why the study accepts those that it does. */
export function gateLines(gates: readonly GateResult[], study: Pick<Study, "gates">): string {
  const reasons = new Map(study.gates.accept.map(({ gate, because }) => [gate, because]));
  return gates
    .map(({ gate, checked, of, findings, passes, why }) => {
      const accepted = reasons.has(gate) ? ` The study accepts it: ${reasons.get(gate)}` : "";
      const found = passes ? "passes" : `fails, ${findings.length} found`;
      return `gate ${gate} ${found} (${checked} ${of}). ${why}${accepted}\n`;
    })
    .join("");
}

/** Defect rates and agreement for a person. */
export function auditText({ coders, rates, agreement }: AuditResult): string {
  const lines = rates.map(
    ({ defect, questions, n, rate }) => `${defect.padEnd(16)}${questions} of ${n}  ${(100 * rate).toFixed(1)} %`,
  );
  const kappa = (value: number | null) => (value === null ? "not defined" : value.toFixed(2));
  const both = agreement
    ? [
        `main code: ${(100 * agreement.mainCode.observed).toFixed(1)} % agree, kappa ${kappa(agreement.mainCode.kappa)}`,
        `any defect: ${(100 * agreement.anyDefect.observed).toFixed(1)} % agree, kappa ${kappa(agreement.anyDefect.kappa)}`,
      ]
    : [];
  return `${[`coded by ${coders.join(" and ")}`, ...lines, ...both].join("\n")}\n`;
}
