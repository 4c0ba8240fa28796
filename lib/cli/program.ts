import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addAmounts } from "./amounts.ts";
import { addCapture } from "./capture.ts";
import { addCheckTranscripts } from "./checkTranscripts.ts";
import { addChunk } from "./chunk.ts";
import { addCollect } from "./collect.ts";
import { addDoctor } from "./doctor.ts";
import type { Effects } from "./effects.ts";
import { addEstimate } from "./estimate.ts";
import { exitCodeTable, exitOf } from "./exitCodes.ts";
import { addExplain } from "./explain.ts";
import { addImport } from "./import.ts";
import { addLegacy } from "./legacy.ts";
import { addModels } from "./models.ts";
import { addNew } from "./newStudy.ts";
import { addPower } from "./power.ts";
import { printable } from "./printable.ts";
import { addPurge } from "./purge.ts";
import { addQa } from "./qa.ts";
import { addReplay } from "./replay.ts";
import { addReproduce } from "./reproduce.ts";
import { addRetry } from "./retry.ts";
import { addRun } from "./run.ts";
import { addSelect } from "./select.ts";
import { addStatus } from "./status.ts";
import { addStudy } from "./studyLock.ts";
import { addTranscribe } from "./transcribe.ts";
import { addTranscript } from "./transcript.ts";
import { addTranscriptSheet } from "./transcriptSheet.ts";

/** Each verb adds itself: `addVerb(program, effects)`, in a file of its own. The help shows them in these groups. */
const verbs = {
  "Choose and fetch streams:": [addSelect, addEstimate, addCollect, addCapture, addDoctor],
  "Bring streams in, and speech into text:": [
    addImport,
    addTranscribe,
    addTranscript,
    addCheckTranscripts,
    addTranscriptSheet,
    addModels,
    addChunk,
    addAmounts,
  ],
  "Ask a study:": [addNew, addPower, addStudy, addQa, addRun, addStatus, addRetry],
  "Make its numbers, and hand them on:": [addReproduce, addExplain, addReplay, addLegacy],
  "Remove:": [addPurge],
};

/** The program with all its verbs. */
function makeProgram(effects: Effects): Command {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const program = new Command("livecorpus")
    .description("Live streams as data: from raw chat logs and transcripts to tables with intervals.")
    .version(version)
    .helpCommand(false)
    .addHelpText("after", `\n${exitCodeTable}`)
    .showHelpAfterError("(livecorpus --help lists the verbs, livecorpus <verb> --help its options)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => effects.stdout.write(text),
      writeErr: (text) => effects.stderr.write(text),
    });
  for (const [group, adders] of Object.entries(verbs)) {
    program.commandsGroup(group);
    for (const add of adders) add(program, effects);
  }
  for (const verb of program.commands) verb.copyInheritedSettings(program);
  return program;
}

/**
 * Runs one command line.
 *
 * @param args what stands after the program's name
 * @returns the exit code
 */
export async function runProgram(args: readonly string[], effects: Effects): Promise<number> {
  const stderr = printable(effects.stderr);
  try {
    const stdout = printable(effects.stdout);
    await makeProgram({ ...effects, ...shownBy(effects), stdout, stderr }).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    const { code, message } = exitOf(error);
    effects.progress.stop();
    stderr.write(message);
    return code;
  }
}

/** What is said beside transfers may be a stranger's words as well. */
function shownBy({ transfers }: Effects): Pick<Effects, "transfers"> {
  if (!transfers) return {};
  return { transfers: { ...transfers, say: (line) => printable({ write: transfers.say }).write(line) } };
}
