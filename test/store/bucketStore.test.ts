import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AuthError, InputError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { openStore, type Store } from "#lib/store/index.ts";
import { bucketEffects } from "./bucketEffects.ts";
import { storeContract } from "./contract.ts";
import { type Fault, type LoopbackBucket, startLoopbackBucket } from "./loopbackBucket.ts";

storeContract("bucket", async () => {
  const bucket = await startLoopbackBucket();
  const { effects } = bucketEffects(bucket.url);
  return { store: openStore(`gs://${bucket.name}`, effects), close: bucket.close };
});

storeContract("part of a bucket", async () => {
  const bucket = await startLoopbackBucket();
  const { effects } = bucketEffects(bucket.url);
  const outside = openStore(`gs://${bucket.name}`, effects);
  await outside.put("corpus-of-others/a", Buffer.from("x"));
  await outside.put("z", Buffer.from("x"));
  return { store: openStore(`gs://${bucket.name}/corpus`, effects), close: bucket.close };
});

const large = Buffer.alloc(20_000_000);
for (let at = 0; at < large.length; at += 32)
  createHash("sha256")
    .update(String(at >> 12))
    .digest()
    .copy(large, at);
const parts = large.subarray(0, 9_000_000);
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("a bucket that fails for a while", () => {
  let bucket: LoopbackBucket;
  let store: Store;
  let pauses: number[];
  let folder: string;
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  beforeEach(async () => {
    const started = bucketEffects("http://unused");
    bucket = await startLoopbackBucket({ nowMs: started.clock.monotonicMs });
    pauses = started.pauses;
    store = openStore(`gs://${bucket.name}/corpus`, { ...started.effects, env: { STORAGE_EMULATOR_HOST: bucket.url } });
    folder = await mkdtemp(join(tmpdir(), "livecorpus-bucket-"));
    process.on("uncaughtExceptionMonitor", note);
  });
  afterEach(async () => {
    process.off("uncaughtExceptionMonitor", note);
    await bucket.close();
    await rm(folder, { recursive: true });
    expect(uncaught).toEqual([]);
  });
  const count = (operation: string) => bucket.requests.filter((request) => request.operation === operation).length;
  const textOf = async (name: string) => Buffer.from((await store.get(name))!).toString();
  async function read(name: string): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of store.read(name)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  const passing: Fault[] = [
    { fault: "status", status: 503, times: 3 },
    { fault: "status", status: 500 },
    { fault: "status", status: 408 },
    { fault: "status", status: 429, times: 2 },
    { fault: "status", status: 403, reason: "rateLimitExceeded" },
    { fault: "reset", times: 2 },
    { fault: "loseAnswer" },
    { on: ["read", "upload"], fault: "break", afterBytes: 5 },
    { on: ["read", "upload"], fault: "break", afterBytes: 0 },
  ];
  test.each(passing)("does all the same after $fault $status", async (fault) => {
    await store.put("kept", Buffer.from("whole text"));
    const acts: (() => Promise<unknown>)[] = [
      () => store.put("kept", Buffer.from("other text")),
      () => store.create("made", Buffer.from("made text")),
      () => textOf("kept"),
      () => read("kept"),
      () => store.stat("kept"),
      async () => {
        for await (const _ of store.list(""));
      },
      () => store.delete("kept"),
    ];
    for (const act of acts) {
      bucket.faults.clear();
      bucket.faults.add(fault);
      await act();
    }
    expect(await store.get("kept")).toBeNull();
    expect(await textOf("made")).toBe("made text");
  });

  test("a download that is refused and then served raises nothing that no one catches", async () => {
    await store.put("a", Buffer.from("text"));
    for (let i = 0; i < 5; i++) {
      bucket.faults.add({ on: "read", fault: "status", status: 503, times: 2 });
      expect(await textOf("a")).toBe("text");
      bucket.faults.add({ on: "read", fault: "reset" });
      expect((await read("a")).toString()).toBe("text");
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(uncaught).toEqual([]);
  });

  test("who created an object but lost the answer is told that it won", async () => {
    bucket.faults.add({ on: "upload", fault: "loseAnswer" });
    expect(await store.create("lease", Buffer.from("mine"))).toBe(true);
    expect(bucket.requests.filter(({ status }) => status === 412)).toHaveLength(1);
  });

  test("who lost the race is told so, also with the same bytes and after a failure of its own", async () => {
    await store.create("lease", Buffer.from("same"));
    bucket.faults.add({ on: "upload", fault: "status", status: 503 });
    expect(await store.create("lease", Buffer.from("same"))).toBe(false);
  });

  test("of twenty that create in a storm of failures exactly one wins", async () => {
    bucket.faults.add({ on: "upload", fault: "loseAnswer", times: 8 });
    bucket.faults.add({ on: "upload", after: 5, fault: "status", status: 503, times: 12 });
    bucket.faults.add({ on: "stat", fault: "reset", times: 5 });
    const won = await Promise.all(Array.from({ length: 20 }, (_, i) => store.create("lease", Buffer.from(`${i}`))));
    expect(won.filter((one) => one)).toHaveLength(1);
    expect(await textOf("lease")).toBe(String(won.indexOf(true)));
  });

  test("a put whose answer was lost leaves what was put, and a late one undoes nothing", async () => {
    await store.put("a", Buffer.from("first"));
    bucket.faults.add({ on: "upload", fault: "loseAnswer" });
    await store.put("a", Buffer.from("second"));
    expect(await textOf("a")).toBe("second");
    // Every write names the generation that it replaces.
    const address = `${bucket.url}/upload/storage/v1/b/${bucket.name}/o?uploadType=media&name=corpus/a`;
    const late = await fetch(`${address}&ifGenerationMatch=1`, { method: "POST", body: "first again" });
    expect(late.status).toBe(412);
  });

  test("a put and a read outlive half a minute of 503", async () => {
    for (const act of [() => store.put("a", Buffer.from("text")), () => textOf("a")]) {
      bucket.faults.add({ fault: "status", status: 503, forMs: 30_000 });
      await act();
    }
    expect(await textOf("a")).toBe("text");
  });

  test("three minutes of 503 are an error that a supervisor may try again", async () => {
    bucket.faults.add({ fault: "status", status: 503, forMs: 3_600_000 });
    await expect(store.get("a")).rejects.toThrow(TransientError);
    await expect(store.put("a", Buffer.from("x"))).rejects.toThrow(/write|read/);
    await expect(store.list("")[Symbol.asyncIterator]().next()).rejects.toThrow(/gs:\/\/loopback-bucket.*503/);
  });

  test("a bucket that asks for time gets it, and is an error when it asks for an hour", async () => {
    bucket.faults.add({ fault: "status", status: 429, retryAfterSeconds: 20 });
    await store.stat("a");
    expect(pauses[0]).toBeGreaterThanOrEqual(20_000);
    bucket.faults.add({ fault: "status", status: 429, retryAfterSeconds: 3600 });
    const late = store.stat("a").catch((error) => error);
    expect(await late).toBeInstanceOf(RateLimitedError);
    expect((await late).retryAfterMs).toBe(3_600_000);
  });

  test("a download of 20 MB that breaks goes on where it was", async () => {
    await store.put("large", large);
    for (const afterBytes of [9_000_000, 3_000_000, 1])
      bucket.faults.add({ on: "read", name: "large", fault: "break", afterBytes });
    expect(digest(await read("large"))).toBe(digest(large));
    expect(count("read")).toBe(4);
    bucket.faults.add({ on: "read", fault: "break", afterBytes: 19_000_000 });
    await store.download("large", join(folder, "large"));
    expect(digest(await readFile(join(folder, "large")))).toBe(digest(large));
  });

  test("an object that is replaced in the middle of a broken read is never half one and half the other", async () => {
    await store.put("large", parts);
    bucket.faults.add({ on: "read", fault: "break", afterBytes: 3_000_000 });
    const pieces = store.read("large")[Symbol.asyncIterator]();
    await pieces.next();
    await store.put("large", Buffer.alloc(2_000_000, 1));
    const rest = async () => {
      while (!(await pieces.next()).done);
    };
    await expect(rest()).rejects.toThrow(/replaced/);
  });

  test("bytes that changed on their way are noticed in both directions", async () => {
    const text = "0123456789".repeat(1000);
    bucket.faults.add({ on: "upload", fault: "corrupt" });
    await store.put("a", Buffer.from(text));
    expect(count("upload")).toBe(2);
    expect(bucket.objects.get("corpus/a")!.bytes.toString()).toBe(text);
    bucket.faults.add({ on: "read", fault: "corrupt" });
    expect(await textOf("a")).toBe(text);
    bucket.faults.add({ on: "read", fault: "corrupt" });
    await expect(read("a")).rejects.toThrow(/corpus\/a was damaged on its way/);
    bucket.faults.add({ on: "read", fault: "corrupt" });
    await expect(store.download("a", join(folder, "a"))).rejects.toThrow(TransientError);
    expect(await readdir(folder)).toEqual([]);
  });

  test("a large upload goes on where it broke, and every part is asked for at most once more", async () => {
    const path = join(folder, "large");
    await writeFile(path, large);
    bucket.faults.add({ on: "start", fault: "status", status: 503 });
    bucket.faults.add({ on: "chunk", after: 1, fault: "break", afterBytes: 3_000_000 });
    bucket.faults.add({ on: "chunk", after: 1, fault: "status", status: 503 });
    bucket.faults.add({ on: "query", fault: "reset" });
    await store.upload(path, "large", { move: true });
    expect(digest(bucket.objects.get("corpus/large")!.bytes)).toBe(digest(large));
    expect(await readdir(folder)).toEqual([]);
    // The library tries nothing again by itself: one request more for the 503 that began it, one for each fault of a part.
    expect([count("start"), count("chunk")]).toEqual([2, 7]);
  });

  test("a large upload whose last answer was lost, or that the bucket forgot, is whole", async () => {
    bucket.faults.add({ on: "chunk", after: 2, fault: "loseAnswer" });
    expect(await store.create("lost", parts)).toBe(true);
    bucket.faults.add({ on: "chunk", after: 1, fault: "status", status: 410 });
    expect(await store.create("forgotten", parts)).toBe(true);
    expect(digest(bucket.objects.get("corpus/forgotten")!.bytes)).toBe(digest(parts));
    expect(await store.create("lost", parts)).toBe(false);
  });

  test("a large object that another created in the meantime is left alone", async () => {
    const create = store.create("a", parts);
    while (count("chunk") === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(
      await openStore(`gs://${bucket.name}/corpus`, { ...bucketEffects(bucket.url).effects }).create(
        "a",
        Buffer.from("x"),
      ),
    ).toBe(true);
    expect(await create).toBe(false);
    expect(await textOf("a")).toBe("x");
  });

  test("more names than a page holds are listed whole and in code-unit order, whatever others left there", async () => {
    const names = Array.from({ length: 2500 }, (_, i) => `n/${String(i).padStart(4, "0")}`);
    names.push("n/\u{1f600}", "n/\uff01", "n/\ue000x", "n/é", "n/z");
    await store.put("one", Buffer.from("x"));
    const one = bucket.objects.get("corpus/one")!;
    for (const name of names) bucket.objects.set(`corpus/${name}`, { ...one, name: `corpus/${name}` });
    for (const name of ["corpus/n/", "corpus/n/.x", "corpus/n//y"]) bucket.objects.set(name, { ...one, name });
    bucket.faults.add({ on: "list", after: 1, fault: "status", status: 503 });
    const found: string[] = [];
    for await (const name of store.list("n/")) found.push(name);
    expect(found).toEqual(names.slice().sort());
    expect(count("list")).toBe(4);
  });

  test("what a person has to mend says so at once", async () => {
    bucket.faults.add({ fault: "status", status: 401 });
    await expect(store.get("a")).rejects.toThrow(AuthError);
    bucket.faults.add({ fault: "status", status: 403 });
    await expect(store.put("a", Buffer.from("x"))).rejects.toThrow(/Storage Object User/);
    bucket.faults.add({ fault: "status", status: 400 });
    await expect(store.stat("a")).rejects.toThrow(PermanentError);
    const nowhere = openStore("gs://no-such-bucket", bucketEffects(bucket.url).effects);
    for (const act of [() => nowhere.get("a"), () => nowhere.stat("a"), () => nowhere.put("a", Buffer.from("x"))])
      await expect(act()).rejects.toThrow(/bucket does not exist/);
    await expect(nowhere.create("a", parts)).rejects.toThrow(InputError);
    expect(pauses).toEqual([]);
  });

  test("an object's whole name is at most 1,024 bytes", async () => {
    const name = Array.from({ length: 5 }, () => "x".repeat(220)).join("/");
    await expect(async () => await store.put(name, Buffer.from("x"))).rejects.toThrow(/too long/);
  });
});
