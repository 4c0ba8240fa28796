import type { Command } from "commander";
import { InputError } from "#lib/errors.ts";
import { retryTask, taskStates } from "#lib/work/index.ts";
import type { Effects } from "./effects.ts";
import { type LineFlags, lineCommand, openLine } from "./openLine.ts";

/** Adds `livecorpus retry`: gives dead tasks all their attempts again. */
export function addRetry(program: Command, effects: Effects): void {
  lineCommand(program, "retry", "Give dead tasks another try at the next run.")
    .argument("[task...]", "only these, as livecorpus status names them")
    .option("--json", "print one line of JSON for each")
    .addHelpText("after", "\nExample:\n  livecorpus retry --study my-study")
    .action((names: string[], flags: LineFlags) => runRetry(names, flags, effects));
}

async function runRetry(names: readonly string[], flags: LineFlags, effects: Effects): Promise<void> {
  const { clock, stdout } = effects;
  const { corpus, tasks, steps } = await openLine(flags, effects);
  const unknown = names.find((name) => tasks.every(({ id }) => id !== name));
  if (unknown !== undefined)
    throw new InputError(`There is no task ${unknown} in this study. livecorpus status --json names them.`);
  let retried = 0;
  for await (const { task, kind } of taskStates(corpus, tasks, steps)) {
    if (kind !== "dead" || (names.length > 0 && !names.includes(task.id))) continue;
    if (!(await retryTask(corpus, task.id, { name: "retry", clock }))) continue;
    retried++;
    stdout.write(flags.json ? `${JSON.stringify({ task: task.id })}\n` : `${task.id}\n`);
  }
  if (!flags.json)
    stdout.write(`${retried} ${retried === 1 ? "task gets" : "tasks get"} another try at the next run.\n`);
}
