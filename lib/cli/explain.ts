import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, InvalidArgumentError } from "commander";
import type { Explained } from "#lib/report/index.ts";
import type { Effects } from "./effects.ts";
import { explainText } from "./explainText.ts";

interface ExplainFlags {
  study: string;
  out: string;
  limit: number;
  json?: true;
}

/** What is used of experiments/explain.ts, which stands at the end of the line and is found at run time. */
interface Experiments {
  explain(options: {
    name: string;
    cell: string;
    studyFolder: string;
    outFolder: string;
    env: Effects["env"];
    randomBytes: Effects["randomBytes"];
    clock: Effects["clock"];
    progress: Effects["progress"];
  }): Promise<Explained & { checkedWith: string | null }>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Adds `livecorpus explain`. */
export function addExplain(program: Command, effects: Effects): void {
  program
    .command("explain")
    .description("Print what a number of the results was computed from: questions, chunks, and the answers that count.")
    .argument("<name>", "the table, e.g. accuracy")
    .argument("<cell>", "a name of the table's cells.json, e.g. all/all/chat/bm25/accuracy")
    .option("--study <folder>", "the folder of study.yaml", join(root, "experiments", "sample"))
    .option("--out <folder>", "where the results are", join(root, "results"))
    .option("--limit <n>", "how many rows of data are printed", countOption, 10)
    .option("--json", "print one line of JSON, with all rows of data and whole chunks")
    .addHelpText(
      "after",
      `
The number and its rows are checked against cells.json of the results: others than those are an error.
What is left of the line is run first, and the table's experiment again: minutes, where it simulates or compares settings.

Example:
  livecorpus explain accuracy all/all/chat/bm25/accuracy`,
    )
    .action((name: string, cell: string, flags: ExplainFlags) => runExplain(name, cell, flags, effects));
}

async function runExplain(name: string, cell: string, flags: ExplainFlags, effects: Effects): Promise<void> {
  const { clock, progress, env, randomBytes, stdout } = effects;
  const { explain }: Experiments = await import(new URL("../../experiments/explain.ts", import.meta.url).href);
  const explained = await explain({
    name,
    cell,
    studyFolder: flags.study,
    outFolder: flags.out,
    env,
    randomBytes,
    clock,
    progress,
  });
  if (flags.json) stdout.write(`${JSON.stringify(explained)}\n`);
  else stdout.write(explainText(explained, flags.limit, relative(process.cwd(), explained.checkedWith ?? "")));
}

function countOption(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("expected a whole number from 1.");
  return count;
}
