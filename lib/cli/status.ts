import type { Command } from "commander";
import { openCorpus, retentionOutlook } from "#lib/corpus/index.ts";
import { systemSleep } from "#lib/effects/index.ts";
import { surveyLine } from "#lib/work/index.ts";
import { selectedTasks } from "./collectVideos.ts";
import { openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { type LineFlags, lineCommand, openLine } from "./openLine.ts";
import { retentionText } from "./purgeExpired.ts";
import { several } from "./several.ts";
import { statusText } from "./statusText.ts";

interface StatusFlags extends LineFlags {
  selection?: string[];
  watch?: true;
}

const watchEveryMs = 5000;

/** Adds `livecorpus status`: where each step of a study's line, or of a collection, stands, wherever it is worked on. */
export function addStatus(program: Command, effects: Effects): void {
  lineCommand(program, "status", "Say how far a study's line is, who works on what, and what has failed why.")
    .option("--selection <name>", "what livecorpus collect makes of a selection, in the place of a study", several)
    .option("--watch", "say it again every five seconds until all is done, with the time left as it goes")
    .option("--json", "print one line of JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  livecorpus status --study my-study --watch\n  livecorpus status --selection talk-march",
    )
    .action((flags: StatusFlags) => runStatus(flags, effects));
}

async function runStatus(flags: StatusFlags, effects: Effects): Promise<void> {
  const { stdout, clock } = effects;
  const { name, corpus, tasks, work, retry } = await openWork(flags, effects);
  const outlook = await retentionOutlook(corpus, clock);
  const kept = retentionText(outlook);
  const retention = { expired: outlook.expired.length, soon: outlook.soon.length };
  for (;;) {
    const steps = await surveyLine(corpus, tasks, work);
    stdout.write(
      flags.json
        ? `${JSON.stringify({ [flags.selection ? "selection" : "study"]: name, steps, retention })}\n`
        : `${statusText(name, steps, retry, clock)}${kept === null ? "" : `${kept} See livecorpus purge --expired.\n`}`,
    );
    const isOver = steps.every(({ running, waiting }) => running.length === 0 && waiting === 0);
    if (!flags.watch || isOver) return;
    await systemSleep(watchEveryMs);
  }
}

/** The tasks whose standing is asked for: of a study, or of the collection of selections. */
async function openWork(flags: StatusFlags, effects: Effects) {
  if (flags.selection === undefined) {
    const { study, corpus, tasks, steps: work } = await openLine(flags, effects);
    return { name: study.name, corpus, tasks, work, retry: "livecorpus retry" };
  }
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects));
  const { tasks, steps: work } = await selectedTasks(corpus, flags.selection, effects);
  return { name: flags.selection.join(", "), corpus, tasks, work, retry: "livecorpus collect --retry-dead" };
}
