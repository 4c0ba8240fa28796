import type { Command } from "commander";
import { studyStamp } from "#lib/qa/index.ts";
import type { Frame, Study } from "#lib/records/index.ts";
import type { Effects } from "./effects.ts";

interface LockFlags {
  study: string;
  json?: true;
}

/** What is used of experiments/lockStudy.ts, which stands at the end of the line and is found at run time. */
interface Experiments {
  lockStudy(
    options: { studyFolder: string } & Pick<Effects, "env" | "randomBytes" | "clock" | "progress">,
  ): Promise<{ study: Study; frame: Frame; path: string; isNew: boolean }>;
}

/** Adds `livecorpus study` with lock. */
export function addStudy(program: Command, effects: Effects): void {
  const study = program.command("study").description("Lock a study before its first answer.");
  study
    .command("lock")
    .description(
      "Freeze what a study declares and which videos it asks about, so that its primary contrast is confirmatory and no " +
        "new stream enters it. Imports and cuts what is not yet; asks nothing.",
    )
    .option("--study <folder>", "the folder of study.yaml", ".")
    .option("--json", "print one line of JSON")
    .addHelpText(
      "after",
      `
Example:
  livecorpus study lock --study my-study
writes my-study/frame.json: keep it under version control. A lock is not taken back; another design is a new study under a new
name. Answers that exist already make every table of the study exploratory for good.`,
    )
    .action((flags: LockFlags) => runLock(flags, effects));
}

async function runLock(flags: LockFlags, effects: Effects): Promise<void> {
  const { env, randomBytes, clock, progress, stdout } = effects;
  const { lockStudy }: Experiments = await import(new URL("../../experiments/lockStudy.ts", import.meta.url).href);
  const { study, frame, path, isNew } = await lockStudy({
    studyFolder: flags.study,
    env,
    randomBytes,
    clock,
    progress,
  });
  const counts = countsOf(frame);
  const { lockedAt, answers } = frame;
  stdout.write(
    flags.json
      ? `${JSON.stringify({ study: study.name, frame: path, isNew, lockedAt, ...counts, answers })}\n`
      : lockText(study, frame, path, isNew),
  );
}

function countsOf({ videos }: Frame): { videos: number; chunks: number; questions: number | null } {
  const written = videos.flatMap(({ questions }) => (questions === null ? [] : [questions.count]));
  return {
    videos: videos.length,
    chunks: videos.reduce((sum, { chunks }) => sum + chunks.count, 0),
    questions: written.length === 0 ? null : written.reduce((sum, count) => sum + count, 0),
  };
}

function lockText(study: Study, frame: Frame, path: string, isNew: boolean): string {
  const { name, primary } = study;
  const { videos, chunks, questions } = countsOf(frame);
  const asked = questions === null ? "questions not yet written" : `${questions} questions`;
  const contrast = `${primary.reader}, ${primary.arm} against ${primary.against.join(" and ")}`;
  return [
    isNew ? `Locked ${name}: ${path}` : `${name} has been locked since ${frame.lockedAt}, and is as it was: ${path}`,
    `${videos} videos, ${chunks} chunks, ${asked}, ${frame.answers} answers.`,
    meaningOf(study, frame, contrast),
    "",
  ].join("\n");
}

function meaningOf(study: Study, frame: Frame, contrast: string): string {
  if (studyStamp(study, frame) === "confirmatory")
    return `The primary contrast (${contrast}) is confirmatory, everything else exploratory.`;
  if (frame.answers === 0)
    return "A gate was declared acceptable after the lock: every table of this study is exploratory, also the primary contrast.";
  return (
    "Answers existed before the lock: every table of this study is exploratory, also the primary contrast, and no later " +
    "lock changes that. For a confirmatory study lock one under a new name, with videos that nobody has asked about."
  );
}
