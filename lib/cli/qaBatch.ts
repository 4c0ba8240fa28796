import type { Command } from "commander";
import { seededRandom, stopOnSignal, systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { openBatchJobs } from "#lib/llm/index.ts";
import { batchStudy, readStudyQuestions, type StudyBatch } from "#lib/qa/index.ts";
import { openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { openStudy, type StudyFlags, studyCommand } from "./study.ts";

interface BatchFlags extends StudyFlags {
  bucket: string;
}

/** Adds `livecorpus qa batch`. */
export function addBatch(qa: Command, effects: Effects): void {
  studyCommand(qa, "batch", "Have models on Vertex AI answer in batches, at half the price and within a day.")
    .requiredOption(
      "--bucket <location>",
      "gs://bucket/prefix that Vertex AI may read and write, for the time of the job",
    )
    .addHelpText(
      "after",
      `
Waits for the job to end, looking once a minute; when it is stopped, the job goes on and the same command finds it.
Then livecorpus qa ask takes the answers, and asks one by one what has none.

Example:
  livecorpus qa batch --study my-study --bucket gs://my-bucket/batches`,
    )
    .action((flags: BatchFlags) => runBatch(flags, effects));
}

async function runBatch(flags: BatchFlags, effects: Effects): Promise<void> {
  const { clock, randomBytes, env, stdout, stderr } = effects;
  if (!flags.bucket.startsWith("gs://"))
    throw new InputError(`--bucket: expected gs://BUCKET/PREFIX, found ${JSON.stringify(flags.bucket)}.`);
  const { corpus, study, frame, material } = await openStudy(flags, effects);
  const questions = await readStudyQuestions(corpus, study, material.videos, frame);
  const send = effects.fetch ?? fetch;
  const baseUrl = env.GOOGLE_VERTEX_BASE_URL;
  const ends = await batchStudy(corpus, study, material, questions, {
    ...{ clock, sleep: effects.sleep ?? systemSleep },
    random: seededRandom(Buffer.from(randomBytes(8)).toString("hex")),
    signal: stopOnSignal(process),
    bucket: openCorpusStore(flags.bucket, effects),
    openJobs: ({ model, project, location = "us-central1" }) => {
      stderr.write(`${model}: its batch is with Vertex AI in ${location}, which may take a day.\n`);
      return openBatchJobs({ model, project, location, fetch: send, clock, ...(baseUrl ? { baseUrl } : {}) });
    },
  });
  if (flags.json) stdout.write(`${JSON.stringify(ends)}\n`);
  else for (const end of ends) stdout.write(textOf(end));
}

function textOf({ entry, requests, kept, left, jobs }: StudyBatch): string {
  const states = jobs.map(({ state, error }) => (error === undefined ? state : `${state}: ${error}`));
  const rest = left === 0 ? "" : `; ${left} have none and are left to livecorpus qa ask`;
  return `${entry}: ${kept} of ${requests} open requests are answered by batches${rest}${states.map((state) => `\n  ${state}`).join("")}\n`;
}
