import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { InputError } from "#lib/errors.ts";
import type { Effects } from "./effects.ts";

interface ReproduceFlags {
  study: string;
  out: string;
  check?: true;
  json?: true;
}

/** What is used of experiments/reproduce.ts, which stands at the end of the line and is found at run time. */
interface Experiments {
  reproduce(options: {
    names: readonly string[];
    studyFolder: string;
    outFolder: string;
    check: boolean;
    env: Effects["env"];
    randomBytes: Effects["randomBytes"];
    clock: Effects["clock"];
    progress: Effects["progress"];
    say(text: string): void;
  }): Promise<{ folder: string; files: string[]; differences: string[] }>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Adds `livecorpus reproduce`. */
export function addReproduce(program: Command, effects: Effects): void {
  program
    .command("reproduce")
    .description(
      "Run a study from its raw files to its tables and figures; the bundled sample unless another is named.",
    )
    .argument("[name...]", "only these experiments, e.g. accuracy")
    .option("--study <folder>", "the folder of study.yaml", join(root, "experiments", "sample"))
    .option("--out <folder>", "where the results go", join(root, "results"))
    .option("--check", "compute everything again from the raw files, and fail where a byte of the results differs")
    .option("--json", "print one line of JSON at the end")
    .addHelpText(
      "after",
      `
Examples:
  livecorpus reproduce
  livecorpus reproduce accuracy arms --study my-study --out my-results
  livecorpus reproduce --check`,
    )
    .action((names: string[], flags: ReproduceFlags) => runReproduce(names, flags, effects));
}

async function runReproduce(names: string[], flags: ReproduceFlags, effects: Effects): Promise<void> {
  const { clock, progress, env, randomBytes, stdout, stderr } = effects;
  const { reproduce }: Experiments = await import(new URL("../../experiments/reproduce.ts", import.meta.url).href);
  const { folder, files, differences } = await reproduce({
    names,
    studyFolder: flags.study,
    outFolder: flags.out,
    check: flags.check ?? false,
    env,
    randomBytes,
    clock,
    progress,
    say: (text) => stderr.write(`${text}\n`),
  });
  if (differences.length > 0)
    throw new InputError(
      `${differences.length} of ${files.length} files below ${folder} are not what the code makes today:\n` +
        `${differences.map((difference) => `  ${difference}`).join("\n")}\n` +
        "Run livecorpus reproduce to write them anew, and read what changed before you keep it.",
    );
  if (flags.json) stdout.write(`${JSON.stringify({ folder, files, checked: flags.check ?? false })}\n`);
  else if (flags.check) stdout.write(`${files.length} files below ${folder} are byte for byte what the code makes.\n`);
  else stdout.write(resultsText(folder, files));
}

function resultsText(folder: string, files: readonly string[]): string {
  const page = files.filter((file) => file === "index.html");
  // The page of all results holds what the others hold.
  const shown = page.length > 0 ? page : files.filter((file) => /\.(md|svg|html)$/.test(file));
  const place = relative(process.cwd(), folder) || folder;
  return [
    `${files.length} files in ${place}. To read first:`,
    ...shown.map((file) => `  ${join(place, file)}`),
    "",
  ].join("\n");
}
