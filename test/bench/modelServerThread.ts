import { parentPort, workerData } from "node:worker_threads";
import { startModelServer } from "../llm/modelServer.ts";

/** The model server of the tests in a thread of its own; says its address. */
void startModelServer({ latencyMs: workerData.latencyMs }).then(({ url }) => parentPort!.postMessage(url));
