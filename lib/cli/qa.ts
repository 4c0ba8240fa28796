import { type Command, Option } from "commander";
import { stopOnSignal } from "#lib/effects/index.ts";
import {
  askStudy,
  failGates,
  gateInput,
  type InvalidPolicy,
  readStudyAnswers,
  readStudyQuestions,
  runGates,
  scoreAnswers,
  writeStudyQuestions,
} from "#lib/qa/index.ts";
import type { Answer } from "#lib/records/index.ts";
import type { Effects } from "./effects.ts";
import { modelsOf } from "./modelsOf.ts";
import { addBatch } from "./qaBatch.ts";
import { gateLines, scoreLines, scoreTable } from "./qaReport.ts";
import { addSheet } from "./qaSheet.ts";
import { openStudy, type StudyFlags, studyCommand } from "./study.ts";

/** Adds `livecorpus qa` with write, ask, batch, score and sheet. */
export function addQa(program: Command, effects: Effects): void {
  const qa = program
    .command("qa")
    .description("Write a study's questions, ask its readers under each arm, score them, and audit the questions.");
  studyCommand(qa, "write", "Write the questions of a study.").action((flags: StudyFlags) => runWrite(flags, effects));
  studyCommand(qa, "ask", "Ask the readers of a study; what is answered is not asked again.").action(
    (flags: StudyFlags) => runAsk(flags, effects),
  );
  addBatch(qa, effects);
  studyCommand(qa, "score", "Print the accuracy by arm, reader and kind of question.")
    .addOption(
      new Option("--invalid <policy>", "what becomes of answers without a choice")
        .choices(["excluded", "wrong"])
        .default("excluded"),
    )
    .action((flags: StudyFlags & { invalid: InvalidPolicy }) => runScore(flags, effects));
  addSheet(qa, effects);
}

async function runWrite(flags: StudyFlags, effects: Effects): Promise<void> {
  const { stdout } = effects;
  const { corpus, study, frame, material } = await openStudy(flags, effects);
  const { questions, skipped, changedVideos } = await writeStudyQuestions(corpus, study, material, frame, {
    open: modelsOf(study, corpus, effects),
  });
  const videos = material.videos.length;
  const chunks = material.chunks.length;
  if (flags.json) {
    stdout.write(`${JSON.stringify({ questions: questions.length, chunks, videos, changedVideos, skipped })}\n`);
    return;
  }
  const reasons = Object.entries(skipped).map(([reason, times]) => `  not written: ${times} ${reason}\n`);
  stdout.write(
    `${questions.length} questions on ${chunks} chunks of ${videos} videos; ${changedVideos} videos changed\n${reasons.join("")}`,
  );
}

async function runAsk(flags: StudyFlags, effects: Effects): Promise<void> {
  const { progress, stdout } = effects;
  const { corpus, study, frame, material } = await openStudy(flags, effects);
  const questions = await readStudyQuestions(corpus, study, material.videos, frame);
  const report = await askStudy(corpus, study, material, questions, progress, {
    open: modelsOf(study, corpus, effects),
    signal: stopOnSignal(process),
  });
  stdout.write(
    flags.json
      ? `${JSON.stringify(report)}\n`
      : `${report.asked} answers asked for, ${report.kept} were there already\n`,
  );
}

async function runScore(flags: StudyFlags & { invalid: InvalidPolicy }, effects: Effects): Promise<void> {
  const { stdout, stderr } = effects;
  const { corpus, study, frame, material } = await openStudy(flags, effects);
  const questions = await readStudyQuestions(corpus, study, material.videos, frame);
  const answers: Answer[] = [];
  for await (const answer of readStudyAnswers(corpus, study, material.videos)) answers.push(answer);
  const sizes = new Map(
    material.chunks.map(({ video, index, counts }) => [
      `${video.platform}/${video.id}/${index}`,
      counts.chatChars + counts.speechChars,
    ]),
  );
  const items = scoreAnswers(questions, answers, {
    invalid: flags.invalid,
    passes: ({ chunk: { video, index } }) =>
      (sizes.get(`${video.platform}/${video.id}/${index}`) ?? 0) >= study.gates.minCombinedChars,
  });
  stdout.write(flags.json ? scoreLines(items) : scoreTable(items));
  const gates = runGates(gateInput(study, material, questions, answers));
  stderr.write(gateLines(gates, study));
  failGates(gates, study);
}
