import type { Command } from "commander";
import { chunkVariant } from "#lib/chunk/index.ts";
import { line } from "#lib/line/index.ts";
import { prices, type Range } from "#lib/llm/index.ts";
import {
  estimateStudy,
  isWritten,
  type ModelEstimate,
  questionsMadeOf,
  readStudyMaterial,
  readStudyQuestions,
} from "#lib/qa/index.ts";
import type { Study } from "#lib/records/index.ts";
import { corpusOption } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { type LineFlags, lineContextOf } from "./openLine.ts";

/** Adds `livecorpus estimate study`. */
export function addEstimateStudy(estimate: Command, effects: Effects): void {
  estimate
    .command("study")
    .description("What a study's language models take: calls, tokens, money and time, before the first call.")
    .argument("<study>", "the folder of study.yaml, or the name of a study in the corpus")
    .option(...corpusOption)
    .option("--key <file>", "the pseudonym key for imports of a study that is named")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nImports and cuts what is not yet, and asks nothing. What is answered already is not counted.",
    )
    .action((study: string, _: unknown, command: Command) =>
      // The verb before it has options of the same names, and takes them first.
      runEstimateStudy({ ...command.optsWithGlobals<LineFlags>(), study }, effects),
    );
}

async function runEstimateStudy(flags: LineFlags, effects: Effects): Promise<void> {
  const { stdout, clock, progress } = effects;
  const context = { ...(await lineContextOf(flags, effects)), clock, progress };
  const { study, frame, corpus } = context;
  for (const step of line) if (["import", "transcribe", "chunk"].includes(step.name)) await step.run(context);
  const variant = chunkVariant(study.chunk);
  const material = await readStudyMaterial(corpus, study, variant, frame ?? null);
  const madeOf = await questionsMadeOf(corpus, study, material.videos, variant);
  const written = madeOf !== null && (await isWritten(corpus, study, material.videos, madeOf));
  const questions = written ? await readStudyQuestions(corpus, study, material.videos, frame ?? null) : null;
  const rows = await estimateStudy(corpus, study, material, questions);
  if (flags.json) stdout.write(`${JSON.stringify({ study: study.name, prices: prices.date, written, rows })}\n`);
  else stdout.write(estimateText(study, rows, written));
}

function estimateText(study: Study, rows: readonly ModelEstimate[], written: boolean): string {
  if (rows.every(({ calls }) => calls.to === 0))
    return `${study.name}: no call to a language model is open, so nothing is to be paid.\n`;
  const head = ["", "calls", "input tokens", "of them cached", "output tokens", "US dollars", "minutes"];
  const sum = (of: (row: ModelEstimate) => Range): Range => ({
    from: rows.reduce((total, row) => total + of(row).from, 0),
    to: rows.reduce((total, row) => total + of(row).to, 0),
  });
  const isPriced = rows.every(({ usd }) => usd !== null);
  const all: ModelEstimate = {
    ...{ who: "all", entry: "", calls: sum((row) => row.calls), inputTokens: sum((row) => row.inputTokens) },
    cachedTokens: sum((row) => row.cachedTokens),
    outputTokens: sum((row) => row.outputTokens),
    usd: isPriced ? sum((row) => row.usd!) : null,
    seconds: sum((row) => row.seconds),
  };
  const cells = [head, ...[...rows, all].map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "),
  );
  return [
    `${study.name}: what its language models take, of calls that are not answered yet`,
    ...lines.map((text) => `  ${text.trimEnd()}`),
    ...notesOf(study, written, isPriced).map((note) => `  ${note}`),
    ...budgetOf(study, all),
    "",
  ].join("\n");
}

function cellsOf({ who, calls, inputTokens, cachedTokens, outputTokens, usd, seconds }: ModelEstimate): string[] {
  const whole = (value: number) => String(Math.round(value));
  return [
    who,
    ...[calls, inputTokens, cachedTokens, outputTokens].map((each) => range(each, whole)),
    usd ? range(usd, (value) => value.toFixed(2)) : "no price",
    range(seconds, (value) => (value / 60).toFixed(1)),
  ];
}

const range = ({ from, to }: Range, text: (value: number) => string) =>
  text(from) === text(to) ? text(from) : `${text(from)} to ${text(to)}`;

function notesOf(study: Study, written: boolean, isPriced: boolean): string[] {
  return [
    "From short replies, 1 second each, with a cache that pays for all that requests share, to replies of maxOutputTokens, 10 seconds",
    "each, without a cache. The bound is what a budget holds aside for a call; a smaller maxOutputTokens lowers it.",
    `Tokens are estimated without the provider's tokenizer; prices are those of study.yaml, else of ${prices.date} (${prices.source}).`,
    ...(written
      ? []
      : ["Questions are not written yet: counted with two a chunk, or with those that the cloze writer will write."]),
    ...(isPriced
      ? []
      : ["A model without a price is not part of the money: give it a price in study.yaml, or cap the tokens."]),
    ...(study.budget === undefined ? ["study.yaml has no budget: nothing would stop the run but its end."] : []),
  ];
}

function budgetOf({ budget }: Study, { usd, inputTokens, outputTokens }: ModelEstimate): string[] {
  const tokens = { from: inputTokens.from + outputTokens.from, to: inputTokens.to + outputTokens.to };
  const verdict = (cap: number, { from, to }: Range) =>
    to <= cap
      ? "enough for the most"
      : from <= cap
        ? "enough for the least, not for the most"
        : "not enough for the least";
  return [
    ...(budget?.usd !== undefined && usd ? [`  budget.usd ${budget.usd}: ${verdict(budget.usd, usd)}`] : []),
    ...(budget?.tokens !== undefined ? [`  budget.tokens ${budget.tokens}: ${verdict(budget.tokens, tokens)}`] : []),
  ];
}
