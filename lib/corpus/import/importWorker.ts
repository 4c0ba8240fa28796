import { parentPort } from "node:worker_threads";
import { type ChatJob, readChatFile } from "./readChatFile.ts";
import type { FromWorker } from "./readChatFiles.ts";

/** A thread that reads the chat files it is sent, one after the other. */
const port = parentPort!;
const send = (message: FromWorker) => port.postMessage(message);

port.on("message", (job: ChatJob) => {
  readChatFile(job, (bytes) => send({ bytes })).then(
    (part) => send({ part }),
    ({ name, message, stack, code }: NodeJS.ErrnoException) => send({ error: { name, message, stack, code } }),
  );
});
