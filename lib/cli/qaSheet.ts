import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { InputError } from "#lib/errors.ts";
import { auditResult, auditSheet, defects, readAuditSheet, readStudyQuestions } from "#lib/qa/index.ts";
import type { Effects } from "./effects.ts";
import { auditText } from "./qaReport.ts";
import { openStudy, type StudyFlags, studyCommand } from "./study.ts";

type ExportFlags = StudyFlags & { n: number; seed: string; out?: string };

/** Adds `livecorpus qa sheet export` and `livecorpus qa sheet import`. */
export function addSheet(qa: Command, effects: Effects): void {
  const sheet = qa.command("sheet").description("Code a sample of questions by hand: sheets out, defect rates in.");
  studyCommand(sheet, "export", "Write a sample of questions as a sheet for coders.")
    .option("--n <questions>", "how many questions to draw", countOption, 100)
    .option("--seed <text>", "which ones; the same seed draws the same ones", "1")
    .option("--out <file>", "the CSV file to write (else <study>-sheet.csv)")
    .addHelpText("after", `\nCodes for the column defects:\n${codebook()}`)
    .action((flags: ExportFlags) => runExport(flags, effects));
  sheet
    .command("import")
    .description("Read the sheets of one or two coders: defect rate by type, and their agreement.")
    .argument("<sheet...>", "the coded CSV files")
    .option("--json", "print JSON")
    .action((files: string[], flags: { json?: true }) => runImport(files, flags, effects));
}

async function runExport(flags: ExportFlags, effects: Effects): Promise<void> {
  const { stdout } = effects;
  const { corpus, study, frame, material } = await openStudy(flags, effects);
  const questions = await readStudyQuestions(corpus, study, material.videos, frame);
  const out = flags.out ?? `${study.name}-sheet.csv`;
  try {
    await writeFile(out, auditSheet(questions, material.chunks, flags), { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const why = code === "EEXIST" ? "it is there already, perhaps with codes in it" : `it cannot be written (${code})`;
    throw new InputError(`--out ${out}: ${why}. Name another file.`, { cause: error });
  }
  const drawn = Math.min(flags.n, questions.length);
  stdout.write(
    flags.json
      ? `${JSON.stringify({ file: out, questions: drawn })}\n`
      : `${out}: ${drawn} of ${questions.length} questions\n`,
  );
}

async function runImport(files: readonly string[], flags: { json?: true }, { stdout }: Effects): Promise<void> {
  const sheets = await Promise.all(files.map(async (file) => readAuditSheet(await readSheet(file), basename(file))));
  const result = auditResult(sheets);
  stdout.write(flags.json ? `${JSON.stringify(result)}\n` : auditText(result));
}

async function readSheet(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new InputError(`${file}: the sheet cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}

function codebook(): string {
  return Object.entries(defects)
    .map(([code, meaning]) => `  ${code.padEnd(16)}${meaning}`)
    .join("\n");
}

function countOption(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("expected a whole number from 1.");
  return count;
}
