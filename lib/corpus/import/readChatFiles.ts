import { Worker } from "node:worker_threads";
import { InputError } from "#lib/errors.ts";
import { type ChatJob, type ChatPart, readChatFile } from "./readChatFile.ts";

/** What a worker says: bytes read, the part that it made, or what went wrong. */
export type FromWorker = { bytes: number } | { part: ChatPart } | { error: WorkerError };

/** An error as plain data: its class does not survive the way between threads. */
export interface WorkerError {
  name: string;
  message: string;
  stack?: string | undefined;
  code?: string | undefined;
}

/** To start a thread takes longer than to read a file of this size. */
const smallBytes = 16 * 1024 * 1024;
/** Keeps a thread from holding garbage; what it needs at once is a few MiB. */
const threadMemory = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 };

/**
 * Reads chat files, each in a thread of its own where that pays.
 *
 * @param threads how many files are read at a time
 */
export async function readChatFiles(
  jobs: readonly ChatJob[],
  totalBytes: number,
  threads: number,
  onBytes: (count: number) => void,
): Promise<ChatPart[]> {
  const parts: ChatPart[] = [];
  if (totalBytes <= smallBytes) {
    for (const job of jobs) parts.push(await readChatFile(job, onBytes));
    return parts;
  }
  let next = 0;
  const workers: Worker[] = [];
  const work = async () => {
    const worker = new Worker(new URL("./importWorker.ts", import.meta.url), { resourceLimits: threadMemory });
    workers.push(worker);
    while (next < jobs.length) {
      const at = next++;
      parts[at] = await readIn(worker, jobs[at]!, onBytes);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return parts;
}

function readIn(worker: Worker, job: ChatJob, onBytes: (count: number) => void): Promise<ChatPart> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`the thread that read ${job.file} ended with code ${code}`)));
    worker.on("message", (message: FromWorker) => {
      if ("bytes" in message) onBytes(message.bytes);
      else if ("part" in message) resolve(message.part);
      else reject(revive(message.error));
    });
    worker.postMessage(job);
  });
}

function revive({ name, message, ...rest }: WorkerError): Error {
  return name === "InputError" ? new InputError(message) : Object.assign(new Error(message), rest);
}
