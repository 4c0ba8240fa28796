import { type Command, Option } from "commander";
import { InputError } from "#lib/errors.ts";
import type { BundleAbout } from "#lib/replay/index.ts";
import type { Effects } from "./effects.ts";
import { aboutText } from "./replayText.ts";

/** What is used of the experiments, which stand at the end of the line and are found at run time. */
interface Experiments {
  exportBundle(options: {
    studyFolder: string;
    form: "scores" | "full";
    names: readonly string[];
    out: string;
    env: Effects["env"];
    randomBytes: Effects["randomBytes"];
    clock: Effects["clock"];
    progress: Effects["progress"];
    say(text: string): void;
  }): Promise<{ entries: number; about: BundleAbout }>;
  importBundle(options: {
    path: string;
    folder: string;
    clock: Effects["clock"];
    say(text: string): void;
  }): Promise<{ about: BundleAbout; files: string[] }>;
  verifyBundle(options: {
    path: string;
    names: readonly string[];
    clock: Effects["clock"];
    say(text: string): void;
  }): Promise<{ about: BundleAbout; checked: number; different: string[]; notMade: string[]; sameCode: boolean }>;
}

interface ExportFlags {
  study: string;
  form: "scores" | "full";
  out: string;
  json?: true;
}

/** Adds `livecorpus replay` with export, import and verify. */
export function addReplay(program: Command, effects: Effects): void {
  const replay = program
    .command("replay")
    .description(
      "A study as one file, from which somebody else makes its numbers again, without key and without paying.",
    );
  replay
    .command("export")
    .description("Write a finished study as one file.")
    .argument("[table...]", "of a bundle of scores only these tables, e.g. accuracy")
    .option("--study <folder>", "the folder of study.yaml", ".")
    .addOption(new Option("--form <form>", "what it holds").choices(["scores", "full"]).default("scores"))
    .requiredOption("--out <file>", "the file to write, e.g. my-study.scores.gz")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
scores  questions, choices, answers and hashes: every table that counts answers is made again from it, those that read chat
        or speech are in it as they are. No line of chat or speech is in it. Questions and replies are, and may quote:
        read them before you publish.
full    the corpus as the study saw it, and every call of a model: chat and speech. Hand it to those who may read them.

Example:
  livecorpus replay export --study my-study --out my-study.scores.gz`,
    )
    .action((names: string[], flags: ExportFlags) => runExport(names, flags, effects));
  replay
    .command("import")
    .description("Unpack a bundle: scores become tables, a full one a study with its corpus.")
    .argument("<file>", "the bundle")
    .requiredOption("--out <folder>", "a new folder")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  livecorpus replay import my-study.scores.gz --out my-study-tables")
    .action((file: string, flags: { out: string; json?: true }) => runImport(file, flags, effects));
  replay
    .command("verify")
    .description("Make again what a bundle holds, without key and network, and compare.")
    .argument("<file>", "the bundle")
    .argument("[table...]", "only these tables, e.g. accuracy")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  livecorpus replay verify my-study.scores.gz accuracy arms")
    .action((file: string, names: string[], flags: { json?: true }) => runVerify(file, names, flags, effects));
}

async function runExport(names: readonly string[], flags: ExportFlags, effects: Effects): Promise<void> {
  const { study, form, out, json } = flags;
  const { env, randomBytes, clock, progress, stdout } = effects;
  const { exportBundle } = await load("exportBundle");
  const options = { studyFolder: study, form, names, out, env, randomBytes, clock, progress, say: sayTo(effects) };
  const { entries, about } = await exportBundle(options);
  stdout.write(
    json ? `${JSON.stringify({ out, entries, ...about })}\n` : `${out}: ${entries} entries\n${aboutText(about)}`,
  );
}

async function runImport(file: string, flags: { out: string; json?: true }, effects: Effects): Promise<void> {
  const { importBundle } = await load("importBundle");
  const { about, files } = await importBundle({
    path: file,
    folder: flags.out,
    clock: effects.clock,
    say: sayTo(effects),
  });
  const what = about.bundle === "full" ? `livecorpus reproduce --study ${flags.out}` : `tables below ${flags.out}`;
  effects.stdout.write(
    flags.json
      ? `${JSON.stringify({ ...about, files })}\n`
      : `${aboutText(about)}${files.length} files; next: ${what}\n`,
  );
}

async function runVerify(
  file: string,
  names: readonly string[],
  flags: { json?: true },
  effects: Effects,
): Promise<void> {
  const { verifyBundle } = await load("verifyBundle");
  const found = await verifyBundle({ path: file, names, clock: effects.clock, say: sayTo(effects) });
  const { about, checked, different, notMade, sameCode } = found;
  if (flags.json) effects.stdout.write(`${JSON.stringify(found)}\n`);
  else
    effects.stdout.write(
      [
        aboutText(about),
        `${checked - different.length} of ${checked} files are what the bundle says.\n`,
        notMade.length > 0 ? `Not made, since they read chat or speech: ${notMade.join(", ")}.\n` : "",
        sameCode ? "" : "The bundle was made by other code than this.\n",
      ].join(""),
    );
  if (different.length > 0)
    throw new InputError(
      `${file}: ${different.length} of ${checked} files differ:\n${different.map((name) => `  ${name}`).join("\n")}\n` +
        (sameCode
          ? "The code is the same, so the bundle was changed, or this machine computes otherwise: please report it."
          : "The code is another: use the version that made the bundle."),
    );
}

const sayTo =
  ({ stderr }: Effects) =>
  (text: string) =>
    stderr.write(`${text}\n`);

/** One verb of the experiments. */
function load<Name extends keyof Experiments>(name: Name): Promise<Pick<Experiments, Name>> {
  return import(new URL(`../../experiments/${name}.ts`, import.meta.url).href);
}
