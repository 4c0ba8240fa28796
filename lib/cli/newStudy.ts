import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { InputError } from "#lib/errors.ts";
import { newStudyFiles } from "#lib/qa/index.ts";
import type { Effects } from "./effects.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Adds `livecorpus new` with study. */
export function addNew(program: Command, effects: Effects): void {
  program
    .command("new")
    .description("Begin a study.")
    .command("study")
    .description("Write study.yaml, an experiment and a notebook, which run as they are, into studies/<name>.")
    .argument("<name>", "small letters, digits and -")
    .addHelpText(
      "after",
      `
Example:
  livecorpus new study talk-march
then: node setup.mjs run studies/talk-march/experiment.ts
and:  npm run notebook`,
    )
    .action((name: string) => runNew(name, effects));
}

async function runNew(name: string, { stdout }: Effects): Promise<void> {
  // Below the project: its notebook and its experiment import from here.
  const below = `studies/${name}`;
  const files = newStudyFiles(name, below);
  const folder = join(root, below);
  if (existsSync(folder))
    throw new InputError(`${folder} is there already, and nothing of it was touched. Give the study another name.`);
  await mkdir(folder, { recursive: true });
  for (const { path, text } of files) {
    await writeFile(join(folder, path), text, { flag: "wx" });
    stdout.write(`${join(folder, path)}\n`);
  }
  stdout.write(
    `Now: node setup.mjs run ${below}/experiment.ts, then put your own files into ${below}/study.yaml, or look at it with npm run notebook.\n`,
  );
}
