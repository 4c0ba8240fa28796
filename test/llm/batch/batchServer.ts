import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { memoryStore } from "../../work/memoryStore.ts";

/** What goes wrong with one request to the server: the reply to it is cut off after it was obeyed, or it is refused. */
export type BatchFault = "obeyThenReset" | 503;

export interface BatchServer {
  url: string;
  bucket: ReturnType<typeof memoryStore>;
  jobs: Map<string, BatchJob>;
  /** How often each text was answered, hence paid. */
  answered: Map<string, number>;
  /** Faults of the next requests, in order. */
  faults: (BatchFault | undefined)[];
  requests: string[];
  close(): Promise<void>;
}

interface BatchJob {
  name: string;
  displayName: string;
  state: string;
  polls: number;
  body: {
    inputConfig: { gcsSource: { uris: string[] } };
    outputConfig: { gcsDestination: { outputUriPrefix: string } };
  };
}

interface InputLine {
  request: { contents: { parts: { text: string }[] }[] };
}

/**
 * Batch prediction of Vertex AI on this machine (`projects.locations.batchPredictionJobs`): a job runs through its states as it is looked
 * at, reads its input from a bucket in memory, and writes its output below the destination in a folder that it names itself, lines in
 * another order than they came. Each output line repeats its request, with `response` or an error in `status`
 * (https://docs.cloud.google.com/vertex-ai/generative-ai/docs/multimodal/batch-prediction-from-cloud-storage).
 *
 * @param fails true for a text whose line fails
 */
export async function startBatchServer(fails: (text: string) => boolean = () => false): Promise<BatchServer> {
  const bucket = Object.assign(memoryStore(), { location: "gs://bucket/prefix" });
  const nameIn = (uri: string) => uri.replace("gs://bucket/prefix/", "");
  const jobs = new Map<string, BatchJob>();
  const answered = new Map<string, number>();
  const faults: (BatchFault | undefined)[] = [];
  const requests: string[] = [];

  const work = async (job: BatchJob) => {
    const input = Buffer.from((await bucket.get(nameIn(job.body.inputConfig.gcsSource.uris[0]!)))!).toString();
    const lines = input.trim().split("\n").reverse();
    const output = lines.map((line) => {
      const { request } = JSON.parse(line) as InputLine;
      const text = request.contents[0]!.parts[0]!.text;
      const rest = { processed_time: "2026-01-01T00:00:00.000+00:00", request };
      if (fails(text)) return JSON.stringify({ status: "Bad Request: too long", ...rest, response: {} });
      answered.set(text, (answered.get(text) ?? 0) + 1);
      const candidates = [{ content: { role: "model", parts: [{ text: text.toUpperCase() }] }, finishReason: "STOP" }];
      const usageMetadata = { promptTokenCount: encode(text).length, candidatesTokenCount: 2, totalTokenCount: 9 };
      return JSON.stringify({ status: "", ...rest, response: { candidates, usageMetadata, modelVersion: "m-002" } });
    });
    const folder = `${nameIn(job.body.outputConfig.gcsDestination.outputUriPrefix)}/prediction-model-2026-01-01T00:00:00`;
    await bucket.put(`${folder}/predictions.jsonl`, Buffer.from(`${output.join("\n")}\n`));
  };
  const advance = async (job: BatchJob) => {
    job.polls++;
    if (job.polls === 1) job.state = "JOB_STATE_RUNNING";
    if (job.polls !== 2) return;
    await work(job);
    job.state = "JOB_STATE_SUCCEEDED";
  };

  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { pathname, searchParams } = new URL(request.url!, "http://server");
    const path = /^\/v1beta1\/(projects\/p\/locations\/us-central1\/batchPredictionJobs)(\/\d+)?$/.exec(pathname);
    requests.push(`${request.method} ${pathname}`);
    if (!path) return send(response, 404, { error: { code: 404, message: "no such path" } });
    const fault = faults.shift();
    if (fault === 503) return send(response, 503, { error: { code: 503, message: "busy", status: "UNAVAILABLE" } });
    let answer: unknown;
    if (request.method === "POST") {
      const body = JSON.parse(Buffer.concat(pieces).toString());
      const job = {
        name: `${path[1]}/${jobs.size + 1}`,
        displayName: body.displayName,
        state: "JOB_STATE_PENDING",
        polls: 0,
        body,
      };
      jobs.set(job.name, job);
      answer = shown(job);
    } else if (path[2]) {
      const job = jobs.get(`${path[1]}${path[2]}`)!;
      await advance(job);
      answer = shown(job);
    } else {
      const wanted = /^displayName="(.*)"$/.exec(searchParams.get("filter") ?? "")?.[1];
      const found = [...jobs.values()].filter(({ displayName }) => wanted === undefined || displayName === wanted);
      answer = found.length === 0 ? {} : { batchPredictionJobs: found.map(shown) };
    }
    if (fault === "obeyThenReset") return void request.socket.resetAndDestroy();
    send(response, 200, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ bucket, jobs, answered, faults, requests },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const shown = ({ name, displayName, state, body }: BatchJob) => ({ ...body, name, displayName, state });

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
