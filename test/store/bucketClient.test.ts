import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { TransientError } from "#lib/errors.ts";
import { openBucketClient } from "#lib/store/bucketClient.ts";
import { type Fault, startLoopbackBucket } from "./loopbackBucket.ts";

const patient = { answerMs: 20_000, stallMs: 20_000 };
const limits = { answerMs: 200, stallMs: 200 };
const facts = { generation: "0", crc32c: "AAAAAA==", token: "t" };

const faults: Fault[] = [
  { fault: "hang", times: 1000 },
  { fault: "status", status: 503, times: 1000 },
  // An answer without a body cannot break in it.
  { fault: "break", afterBytes: 3, times: 1000, on: ["stat", "upload", "chunk", "list", "read"] },
  { fault: "reset", times: 1000 },
];
test.each(faults)("whatever is asked, a connection that ends by $fault is an error to try again", async (fault) => {
  const bucket = await startLoopbackBucket();
  const client = openBucketClient({ bucket: bucket.name, endpoint: bucket.url, fetch, ...limits });
  const setUp = openBucketClient({ bucket: bucket.name, endpoint: bucket.url, fetch, ...patient });
  await setUp.insert("a", Buffer.from("123456789"), { ...facts, crc32c: "4waSgw==" });
  const address = (await setUp.begin("b", facts))!;
  bucket.faults.add(fault);
  const part = { startByte: 0, totalBytes: 1, bytes: Buffer.from("x") };
  const acts: Record<string, () => Promise<unknown>> = {
    stat: () => client.stat("a"),
    upload: () => client.insert("c", new Uint8Array(), facts),
    start: () => client.begin("c", facts),
    chunk: () => client.advance("b", address, part),
    list: () => client.list("", undefined),
    delete: () => client.delete("a", "1"),
    read: async () => {
      for await (const _ of (await client.read("a", 0))!.body);
    },
  };
  const struck = Object.entries(acts).filter(
    ([operation]) => !fault.on || [fault.on].flat().some((on) => on === operation),
  );
  expect(struck.length).toBeGreaterThan(4);
  for (const [operation, act] of struck) {
    const before = bucket.requests.length;
    await expect(act(), operation).rejects.toThrow(TransientError);
    // The library tries nothing again by itself.
    expect(bucket.requests.length - before, operation).toBe(1);
  }
  await bucket.close();
});

test("the limit of a download is for the bucket, not for a reader who takes his time", async () => {
  const bucket = await startLoopbackBucket();
  const waits = { answerMs: 20_000, stallMs: 300 };
  const client = openBucketClient({ bucket: bucket.name, endpoint: bucket.url, fetch, ...waits });
  await client.insert("a", Buffer.alloc(1_000_000), { ...facts, crc32c: undefined as unknown as string });
  const whole = (await client.read("a", 0))!;
  let bytes = 0;
  for await (const piece of whole.body) {
    if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 600));
    bytes += piece.length;
  }
  expect(bytes).toBe(1_000_000);
  await bucket.close();
});

test("a download from Google itself is signed as its library signs, and asks for one generation of one name", async () => {
  const folder = await mkdtemp(join(tmpdir(), "livecorpus-signed-"));
  const tokens = createServer((_, response) => {
    response.setHeader("content-type", "application/json");
    const type = "urn:ietf:params:oauth:token-type:access_token";
    response.end(
      JSON.stringify({ access_token: "made-up", issued_token_type: type, token_type: "Bearer", expires_in: 3600 }),
    );
  }).listen(0, "127.0.0.1");
  await once(tokens, "listening");
  const credentials = {
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token`,
    credential_source: { file: join(folder, "subject") },
  };
  await writeFile(join(folder, "subject"), "made up");
  await writeFile(join(folder, "credentials.json"), JSON.stringify(credentials));
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", join(folder, "credentials.json"));
  vi.stubEnv("GOOGLE_CLOUD_PROJECT", "none");
  const asked: unknown[] = [];
  const google: typeof fetch = async (address, init) => {
    asked.push(
      String(address),
      new Headers(init?.headers).get("authorization"),
      new Headers(init?.headers).get("range"),
    );
    const headers = {
      "x-goog-hash": "crc32c=AAAAAA==,md5=x",
      "x-goog-generation": "5",
      "x-goog-stored-content-length": "3",
    };
    return new Response("abc", { headers });
  };
  try {
    const client = openBucketClient({ bucket: "a-bucket", endpoint: undefined, fetch: google, ...patient });
    expect((await client.read("a/b c?#", 1, "5"))!.facts).toEqual({ bytes: 3, generation: "5", crc32c: "AAAAAA==" });
    expect(asked).toEqual([
      "https://storage.googleapis.com/storage/v1/b/a-bucket/o/a%2Fb%20c%3F%23?alt=media&generation=5",
      "Bearer made-up",
      "bytes=1-",
    ]);
  } finally {
    vi.unstubAllEnvs();
    tokens.close();
    await rm(folder, { recursive: true });
  }
});
