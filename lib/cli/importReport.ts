import type { FileReport, StepReport } from "#lib/corpus/index.ts";

/** One line of JSON for each file. */
export function importReportJson(steps: readonly StepReport[]): string {
  return steps
    .flatMap(({ files, ...step }) => files.map((file) => `${JSON.stringify({ ...file, ...step })}\n`))
    .join("");
}

/** Short lines for a person: what each file gave, what was left out, what became of the step. */
export function importReportText(steps: readonly StepReport[]): string {
  return steps.map((step) => `${step.files.map(fileText).join("")}${stepText(step)}`).join("");
}

/** What a person should look at, one line each. */
export function importWarnings(steps: readonly StepReport[]): string {
  return steps
    .flatMap(({ files }) => files.flatMap(({ file, warnings }) => warnings.map((warning) => `${file}: ${warning}\n`)))
    .join("");
}

function fileText(report: FileReport): string {
  const { messages, utterances } = report;
  const rows: [string, string][] = [
    ["format", report.format],
    messages === undefined ? ["utterances", `${utterances}`] : ["messages", `${messages}`],
    ["kinds", counts(report.kinds)],
    [messages === undefined ? "speakers" : "authors", `${report.authors}`],
    ["from", `${clock(report.firstMs)} to ${clock(report.lastMs)}`],
    ["left out", counts(report.skipped)],
    ["not read", counts(report.unknownFields)],
  ];
  const lines = rows.filter(([, text]) => text !== "").map(([label, text]) => `  ${label.padEnd(11)}${text}\n`);
  return `${report.file}\n${lines.join("")}`;
}

function stepText({ step, variant, n, unchanged, replaces }: StepReport): string {
  const name = `${step} ${variant}, record ${n}`;
  if (unchanged) return `${name}: the same files were imported before, nothing changed\n`;
  return `${name}${replaces ? `: takes the place of record ${replaces.n} with ${replaces.records}` : ""}\n`;
}

function counts(counter: Readonly<Record<string, number>>): string {
  return Object.entries(counter)
    .map(([name, times]) => `${name} ${times}`)
    .join(", ");
}

function clock(ms: number | null): string {
  if (ms === null) return "-";
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const text = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return ms < 0 ? `-${text}` : text;
}
