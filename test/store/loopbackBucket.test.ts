import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { Storage } from "@google-cloud/storage";
import { afterEach, beforeEach, expect, test } from "vitest";
import { crc32c } from "./loopback/crc32c.ts";
import { type LoopbackBucket, startLoopbackBucket } from "./loopbackBucket.ts";

let bucket: LoopbackBucket;
beforeEach(async () => {
  bucket = await startLoopbackBucket();
});
afterEach(() => bucket.close());

/** Google's own client is the oracle of what the service says. */
function sdk() {
  const retryOptions = { autoRetry: false, maxRetries: 0 };
  return new Storage({ apiEndpoint: bucket.url, projectId: "test", retryOptions }).bucket(bucket.name);
}

async function statusOf(act: () => Promise<unknown>): Promise<unknown> {
  try {
    await act();
    return "done";
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

test("its CRC-32C is the published one", () => {
  // RFC 3720, B.4, and the check value of the catalogue of CRCs.
  expect(Buffer.from(crc32c(Buffer.from("123456789")), "base64").toString("hex")).toBe("e3069283");
  expect(Buffer.from(crc32c(Buffer.alloc(32)), "base64").toString("hex")).toBe("8a9136aa");
});

test("Google's client writes and reads it, checks its sums, and is refused where a condition fails", async () => {
  const file = sdk().file("a/b c");
  await file.save("text", { resumable: false, validation: "crc32c", preconditionOpts: { ifGenerationMatch: 0 } });
  expect((await file.download({ validation: "crc32c" }))[0].toString()).toBe("text");
  const [about] = await file.getMetadata();
  expect(about).toMatchObject({ name: "a/b c", size: "4", metageneration: "1" });
  expect(await statusOf(() => file.save("x", { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } }))).toBe(
    412,
  );
  expect(await statusOf(() => file.delete({ ifGenerationMatch: 7 }))).toBe(412);
  await file.setMetadata({ metadata: { k: "v" } });
  expect((await file.getMetadata())[0]).toMatchObject({ metageneration: "2", metadata: { k: "v" } });
  await file.delete({ ifGenerationMatch: Number(about.generation) });
  expect(await statusOf(() => file.getMetadata())).toBe(404);
  expect(await statusOf(() => file.download())).toBe(404);
});

test("Google's client uploads to it in chunks, reads ranges, and pages", async () => {
  const bytes = Buffer.from(Array.from({ length: 1_500_000 }, (_, i) => (i * 7) % 251));
  await sdk()
    .file("big")
    .save(bytes, { resumable: true, chunkSize: 512 * 1024, validation: "crc32c" });
  expect(bucket.requests.filter(({ operation }) => operation === "chunk")).toHaveLength(3);
  expect(bucket.objects.get("big")!.bytes.equals(bytes)).toBe(true);
  expect(
    (await buffer(sdk().file("big").createReadStream({ start: 10, end: 19 }))).equals(bytes.subarray(10, 20)),
  ).toBe(true);
  for (const name of ["b/1", "b/2", "a", "c/1"]) await sdk().file(name).save(name, { resumable: false });
  const [first, next] = await sdk().getFiles({ autoPaginate: false, maxResults: 2 });
  expect(first.map(({ name }) => name)).toEqual(["a", "b/1"]);
  const [second] = await sdk().getFiles({ autoPaginate: false, ...(next as object) });
  expect(second.map(({ name }) => name)).toEqual(["b/2", "big"]);
  const [, , answer] = await sdk().getFiles({ autoPaginate: false, delimiter: "/" });
  expect((answer as { prefixes: string[] }).prefixes).toEqual(["b/", "c/"]);
});

test("what a broken upload sent is kept in whole granules, and the rest can follow", async () => {
  const [uri] = await sdk().file("x").createResumableUpload();
  const put = (range: string, body: Uint8Array<ArrayBuffer>) =>
    fetch(uri, { method: "PUT", headers: { "content-range": range }, body });
  const bytes = new Uint8Array(600_000).fill(7);
  bucket.faults.add({ on: "chunk", fault: "break", afterBytes: 400_000 });
  await expect(put("bytes 0-599999/600000", bytes)).rejects.toThrow();
  const state = await put("bytes */600000", new Uint8Array());
  expect([state.status, state.headers.get("range")]).toEqual([308, "bytes=0-262143"]);
  expect((await put("bytes 524288-599999/600000", bytes.subarray(524_288))).status).toBe(503);
  expect((await put("bytes 262144-599999/600000", bytes.subarray(262_144))).status).toBe(200);
  expect(bucket.objects.get("x")!.bytes).toHaveLength(600_000);
});

test("faults come as often as they were asked for, and to whom", async () => {
  const file = sdk().file("a");
  await file.save("text", { resumable: false });
  bucket.faults.add({ on: "stat", name: "a", after: 1, times: 2, fault: "status", status: 503 });
  const seen: unknown[] = [];
  for (let i = 0; i < 4; i++) seen.push(await statusOf(() => file.getMetadata()));
  expect(seen).toEqual(["done", 503, 503, "done"]);
  bucket.faults.add({ on: "upload", fault: "loseAnswer" });
  expect(await statusOf(() => file.save("other", { resumable: false }))).toBe("ECONNRESET");
  expect(bucket.objects.get("a")!.bytes.toString()).toBe("other");
  bucket.faults.add({ fault: "reset" });
  expect(await statusOf(() => file.getMetadata())).toBe("ECONNRESET");
});

test("as a process of its own it says where it is, and takes faults over HTTP", async () => {
  const script = join(import.meta.dirname, "loopbackBucket.ts");
  const child = spawn(process.execPath, [script, "--bucket", "own"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = await once(child.stdout, "data");
    const url = String(line).trim();
    const about = () => fetch(`${url}/b/own`);
    expect((await about()).status).toBe(200);
    const fault = { method: "POST", body: JSON.stringify({ fault: "status", status: 429, retryAfterSeconds: 3 }) };
    await fetch(`${url}/_loopback/faults`, fault);
    const refused = await about();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "3"]);
    const requests = await (await fetch(`${url}/_loopback/requests`)).json();
    expect(requests).toEqual([200, 429].map((status) => ({ operation: "bucket", name: "", status })));
  } finally {
    child.kill();
    await once(child, "exit");
  }
});
