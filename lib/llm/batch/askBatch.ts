import { createHash } from "node:crypto";
import { type Patience, type RetryEffects, retry } from "#lib/effects/index.ts";
import { InputError, PermanentError } from "#lib/errors.ts";
import { ahead } from "../calls/ahead.ts";
import { callKey } from "../calls/callKey.ts";
import { readCall } from "../calls/readCall.ts";
import { writeCall } from "../calls/writeCall.ts";
import { batchCost } from "../cost/costOf.ts";
import { mostTokens } from "../cost/mostTokens.ts";
import { type Price, priceOf } from "../cost/prices.ts";
import { type Budget, makeBudget } from "../door/budget.ts";
import type { ModelRequest } from "../languageModel.ts";
import { modelName } from "../modelName.ts";
import type { BatchJobs, Job } from "./batchJobs.ts";
import { batchLine, fingerprint, readBatchLine } from "./batchLines.ts";
import { type BatchFiles, type BatchRecord, batchPath, bytesOfRecord, readBatches } from "./batchRecord.ts";

export interface BatchOptions extends RetryEffects {
  model: { model: string; thinkingBudget?: number };
  jobs: BatchJobs;
  /** The corpus' store, where calls are kept. */
  files: BatchFiles;
  study: string;
  /** A store in a bucket that Vertex AI can read and write; it may be the same. */
  bucket: BatchFiles;
  budget?: Budget;
  /** In the place of the price table's, for calls that are no batch. */
  price?: Price;
  /** Between two looks at a job. Default one minute. */
  pollMs?: number;
  signal?: AbortSignal;
}

/** How the batches of a call of askBatch ended. */
export interface BatchEnd {
  /** Answers that are kept now. */
  kept: number;
  /** Requests without an answer: ask them one by one, or in another batch. */
  left: number;
  jobs: { name: string; state: string; error?: string }[];
}

const patience: Patience = { firstPauseMs: 1000, longestPauseMs: 60_000, giveUpAfterMs: 600_000 };
const ended = ["SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"].map(
  (state) => `JOB_STATE_${state}`,
);

/**
 * Asks many requests as a batch job of Vertex AI, at half the price and within a day, and keeps the answers as the calls that they are:
 * whoever asks the same through keepCalls afterwards finds them. Requests whose calls are kept are left out.
 *
 * The batch's name is kept before the job is made, so that the next call of a process that was killed finds the job, waits for it
 * and reads it. What the bucket holds of the texts is deleted in the end.
 *
 * @throws InputError for a store that is no bucket, BudgetError where the batch does not fit; else what Google refused
 */
export async function askBatch(requests: readonly ModelRequest[], options: BatchOptions): Promise<BatchEnd> {
  const { files, study, bucket, model } = options;
  if (!bucket.location.startsWith("gs://"))
    throw new InputError(`A batch needs a bucket (gs://…), found ${bucket.location}.`);
  const name = modelName({ provider: "genai", thinkingBudget: undefined, ...model });
  const missing = new Map<string, ModelRequest>();
  const looked = ahead(requests, async (request) => ({ request, kept: await readCall(files, study, name, request) }));
  for await (const { request, kept } of looked) if (!kept) missing.set(callKey(name, request), request);
  const records = await readBatches(files, study);
  const open = records.filter((record) => record.ended === undefined && record.model === name);
  const underWay = new Set(open.flatMap(({ keys }) => keys));
  const keys = [...missing.keys()].filter((key) => !underWay.has(key)).sort();
  if (keys.length > 0) {
    const hash = createHash("sha256")
      .update(JSON.stringify([name, keys]))
      .digest("hex")
      .slice(0, 16);
    const record: BatchRecord = { id: `${String(records.length + 1).padStart(4, "0")}-${hash}`, model: name, keys };
    // Whoever plans the same at the same time makes the same record, and both wait for one job.
    await files.create(batchPath(study, record.id), bytesOfRecord(record));
    open.push(record);
  }
  const ends = await Promise.all(open.map((record) => finishBatch(record, missing, name, options)));
  const kept = ends.reduce((sum, end) => sum + end.kept, 0);
  return { kept, left: missing.size - kept, jobs: ends.map(({ job }) => job) };
}

async function finishBatch(
  record: BatchRecord,
  requests: ReadonlyMap<string, ModelRequest>,
  name: string,
  options: BatchOptions,
): Promise<{ kept: number; job: Job }> {
  const { files, study, bucket, budget = makeBudget() } = options;
  const own = record.keys.flatMap((key) => requests.get(key) ?? []);
  const price = options.price ?? priceOf(name);
  if (budget.capsMoney && !price) throw new InputError(`${name}: expected a price, since the budget is in money.`);
  const upTo = { usd: 0, tokens: 0 };
  for (const request of own) {
    const { input, output } = mostTokens(request);
    upTo.tokens += input + output;
    if (price) upTo.usd += batchCost(price, { inputTokens: input, cachedTokens: 0, outputTokens: output });
  }
  const reserved = await budget.reserve(upTo, options.signal);
  const spent = { usd: 0, tokens: 0 };
  const folder = `batches/${record.id}/`;
  try {
    const job = await waitFor(await submit(record, own, folder, options), options);
    const byPrint = new Map(own.map((request) => [fingerprint(request), request]));
    let kept = 0;
    for await (const line of outputLines(bucket, folder)) {
      const answer = readBatchLine(line, options.model.model);
      const request = answer && byPrint.get(answer.print);
      if (!answer?.reply || !request || answer.reply.outcome.status === "failed") continue;
      const { outcome, usage, modelVersion } = answer.reply;
      const costUsd = price && batchCost(price, usage);
      const { videos, ...asked } = request;
      await writeCall(files, study, {
        ...{ key: callKey(name, request), model: name, request: asked, videos: [...videos] },
        ...{ outcome, usage: { ...usage, ...(costUsd === undefined ? {} : { costUsd }) }, modelVersion },
        askedAt: options.clock.now().toISOString(),
      });
      // The same line twice is one answer.
      byPrint.delete(answer.print);
      spent.usd += costUsd ?? 0;
      spent.tokens += usage.inputTokens + usage.outputTokens;
      kept++;
    }
    // Before the record ends: from then on nobody looks for the texts in the bucket.
    await empty(bucket, folder);
    await files.put(batchPath(study, record.id), bytesOfRecord({ ...record, ended: job.state }));
    return { kept, job };
  } finally {
    reserved.settle(spent);
  }
}

/** Makes the job, or finds the one that was made before: also where the reply to its making was lost. */
async function submit(
  record: BatchRecord,
  own: readonly ModelRequest[],
  folder: string,
  options: BatchOptions,
): Promise<Job> {
  const { jobs, bucket, model } = options;
  const displayName = `livecorpus-${record.id}`;
  const root = bucket.location.replace(/\/$/, "");
  return retry(
    async () => {
      options.signal?.throwIfAborted();
      const made = await jobs.find(displayName);
      if (made) return made;
      // All of it was asked in another way since.
      if (own.length === 0) return { name: "", state: "JOB_STATE_CANCELLED" };
      const lines = own.map((request) => `${batchLine(request, model.thinkingBudget)}\n`);
      await bucket.put(`${folder}in.jsonl`, Buffer.from(lines.join("")));
      return jobs.create({ displayName, inputUri: `${root}/${folder}in.jsonl`, outputUri: `${root}/${folder}out` });
    },
    patience,
    options,
  );
}

async function waitFor(job: Job, options: BatchOptions): Promise<Job> {
  const { jobs, sleep, signal, pollMs = 60_000 } = options;
  let now = job;
  while (!ended.includes(now.state)) {
    await sleep(pollMs, signal);
    signal?.throwIfAborted();
    now = await retry(() => jobs.get(job.name), patience, options);
  }
  return now;
}

/** Lines of all files of the output: its folder's name is not known before, and a job that was ended early leaves what it has. */
async function* outputLines(bucket: BatchFiles, folder: string): AsyncGenerator<string> {
  for await (const path of bucket.list(`${folder}out/`)) {
    if (!path.endsWith(".jsonl")) continue;
    const bytes = await bucket.get(path);
    if (!bytes) throw new PermanentError(`${path} in ${bucket.location} was deleted while it was read.`);
    for (const line of Buffer.from(bytes).toString("utf8").split("\n")) if (line.trim() !== "") yield line;
  }
}

async function empty(bucket: BatchFiles, folder: string): Promise<void> {
  const paths: string[] = [];
  for await (const path of bucket.list(folder)) paths.push(path);
  for (const path of paths) await bucket.delete(path);
}
