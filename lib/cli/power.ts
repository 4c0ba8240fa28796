import { type Command, InvalidArgumentError } from "commander";
import { InputError } from "#lib/errors.ts";
import { designDetectable, power, type StudyDesign, videosNeeded } from "#lib/stats/index.ts";
import type { Effects } from "./effects.ts";
import { wholeOption } from "./wholeOption.ts";

interface PowerFlags {
  videos: number;
  questions: number;
  icc: number;
  accuracy: number;
  correlation: number;
  difference: number;
  power: number;
  json?: true;
}

/** Adds `livecorpus power`. */
export function addPower(program: Command, effects: Effects): void {
  program
    .command("power")
    .description("Size a study before it costs anything: what a paired contrast of two arms can show.")
    .option("--videos <n>", "videos", wholeOption(2), 16)
    .option("--questions <n>", "questions a video", wholeOption(1), 20)
    .option(
      "--icc <share>",
      "how much differences of one video resemble each other, 0 to 1 (intra-class correlation)",
      shareOption,
      0.1,
    )
    .option("--accuracy <share>", "mean accuracy of the two arms", shareOption, 0.4)
    .option("--correlation <share>", "correlation of the two arms on one question", shareOption, 0.3)
    .option("--difference <share>", "the difference in accuracy that matters", shareOption, 0.1)
    .option("--power <share>", "the wanted probability of finding it, above 0.05", powerOption, 0.8)
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Example:
  livecorpus power --videos 16 --questions 20 --difference 0.1

The defaults of --icc and --correlation are guesses; take them from a study like
yours where there is one. The table powerCheck of livecorpus reproduce shows that
simulated studies find a difference as often as is predicted here.`,
    )
    .action((flags: PowerFlags) => runPower(flags, effects));
}

function runPower(flags: PowerFlags, { stdout }: Effects): void {
  const { videos, questions, icc, accuracy, correlation, difference } = flags;
  const design: StudyDesign = {
    videos,
    questionsPerVideo: questions,
    intraclassCorrelation: icc,
    accuracy,
    armCorrelation: correlation,
  };
  const sized = sizeStudy(design, difference, flags.power);
  stdout.write(flags.json ? `${JSON.stringify({ ...design, difference, ...sized })}\n` : sizeText(flags, sized));
}

interface Sized {
  power: number;
  detectable: number | null;
  videosNeeded: number | null;
}

function sizeStudy(design: StudyDesign, difference: number, wanted: number): Sized {
  const { accuracy } = design;
  const most = 2 * Math.min(accuracy, 1 - accuracy);
  if (!(difference > 0 && difference <= most + 1e-9) && accuracy > 0 && accuracy < 1)
    throw new InputError(
      `--difference ${difference}: expected more than 0 and at most ${Number(most.toFixed(6))}, since two arms whose mean ` +
        `accuracy is ${accuracy} cannot be further apart. Give another difference, or their mean with --accuracy.`,
    );
  try {
    return {
      power: power(design, difference),
      detectable: designDetectable(design, wanted),
      videosNeeded: videosNeeded(design, difference, wanted),
    };
  } catch (error) {
    // The statistics refuse numbers that no study can have; here a person gave them.
    if (error instanceof RangeError) throw new InputError(error.message, { cause: error });
    throw error;
  }
}

function sizeText(flags: PowerFlags, sized: Sized): string {
  const { videos, questions, difference } = flags;
  const found = `${videos} videos with ${questions} questions each`;
  const { detectable, videosNeeded: needed } = sized;
  return [
    `${found} find a difference of ${difference} with probability ${sized.power.toFixed(2)}.`,
    detectable === null
      ? `No difference that these arms can have is found with probability ${flags.power}.`
      : `The smallest difference that they find with probability ${flags.power} is ${detectable.toFixed(3)}.`,
    needed === null
      ? `No number of videos is enough to find ${difference} with probability ${flags.power}.`
      : `To find ${difference} with probability ${flags.power} takes ${needed} videos.`,
    "Two-sided test at 0.05, t with videos - 1, on the error of a paired difference clustered by video.",
    "",
  ].join("\n");
}

function shareOption(text: string): number {
  const share = Number(text);
  if (text.trim() === "" || !(share >= 0 && share <= 1))
    throw new InvalidArgumentError("expected a number from 0 to 1.");
  return share;
}

function powerOption(text: string): number {
  const share = shareOption(text);
  if (!(share > 0.05 && share < 1)) throw new InvalidArgumentError("expected a number above 0.05 and below 1.");
  return share;
}
