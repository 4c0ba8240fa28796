import { resolve } from "node:path";
import { expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { isRemote, openStore, resolveLocation } from "#lib/store/index.ts";
import { bucketEffects } from "./bucketEffects.ts";

test("a location names a folder or a bucket", () => {
  const { effects } = bucketEffects("http://127.0.0.1:1");
  expect(openStore("corpus", effects).location).toBe(resolve("corpus"));
  expect(openStore("gs://bucket/a/b/", effects).location).toBe("gs://bucket/a/b");
  expect(openStore("gs://bucket", effects).location).toBe("gs://bucket");
});

test.each(["s3://bucket/x", "file:///tmp", "https://storage.googleapis.com/bucket", "GS://Bucket", "gs:/x", ""])(
  "%j is neither, and is refused in words",
  (location) => {
    expect(() => openStore(location, bucketEffects("http://127.0.0.1:1").effects)).toThrow(InputError);
  },
);

test("an address of another server has to be one", () => {
  const { effects } = bucketEffects("127.0.0.1:9000");
  expect(() => openStore("gs://bucket", effects)).toThrow(/STORAGE_EMULATOR_HOST/);
});

test("what a file names is below its folder, unless it says where it is", () => {
  expect(resolveLocation("/studies/a", "corpus")).toBe("/studies/a/corpus");
  expect(resolveLocation("/studies/a", "/data/corpus")).toBe("/data/corpus");
  expect(resolveLocation("/studies/a", "gs://bucket/x")).toBe("gs://bucket/x");
  expect([isRemote("gs://bucket"), isRemote("corpus"), isRemote("C:\\corpus")]).toEqual([true, false, false]);
});
