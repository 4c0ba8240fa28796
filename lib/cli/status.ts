import type { Command } from "commander";
import { systemSleep } from "#lib/effects/index.ts";
import { surveyLine } from "#lib/work/index.ts";
import type { Effects } from "./effects.ts";
import { type LineFlags, lineCommand, openLine } from "./openLine.ts";
import { statusText } from "./statusText.ts";

interface StatusFlags extends LineFlags {
  watch?: true;
}

const watchEveryMs = 5000;

/** Adds `livecorpus status`: where each step of a study's line stands, wherever it is worked on. */
export function addStatus(program: Command, effects: Effects): void {
  lineCommand(program, "status", "Say how far a study's line is, who works on what, and what has failed why.")
    .option("--watch", "say it again every five seconds until all is done, with the time left as it goes")
    .option("--json", "print one line of JSON")
    .addHelpText("after", "\nExample:\n  livecorpus status --study my-study --watch")
    .action((flags: StatusFlags) => runStatus(flags, effects));
}

async function runStatus(flags: StatusFlags, effects: Effects): Promise<void> {
  const { stdout, clock } = effects;
  const line = await openLine(flags, effects);
  for (;;) {
    const steps = await surveyLine(line.corpus, line.tasks, line.steps);
    stdout.write(
      flags.json ? `${JSON.stringify({ study: line.study.name, steps })}\n` : statusText(line.study.name, steps, clock),
    );
    const isOver = steps.every(({ running, waiting }) => running.length === 0 && waiting === 0);
    if (!flags.watch || isOver) return;
    await systemSleep(watchEveryMs);
  }
}
