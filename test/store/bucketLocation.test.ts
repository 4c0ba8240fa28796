import { expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { parseBucketLocation } from "#lib/store/bucketLocation.ts";

test.each([
  ["gs://corpora", "corpora", ""],
  ["gs://corpora/", "corpora", ""],
  ["gs://my-lab_1.example.org/a/b", "my-lab_1.example.org", "a/b/"],
  ["gs://abc/日本/", "abc", "日本/"],
])("%s is understood", (location, bucket, prefix) => {
  expect(parseBucketLocation(location)).toEqual({ bucket, prefix });
});

test.each([
  "gs://",
  "gs:///x",
  "gs:/bucket",
  "gs:bucket",
  "gs://ab",
  "gs://Bucket",
  "gs://my bucket",
  "gs://-bucket",
  "gs://bucket-",
  "gs://buck..et",
  "gs://buck.-et",
  `gs://${"a".repeat(64)}`,
  `gs://${"a".repeat(64)}.org`,
  "gs://192.168.0.1",
  "gs://goog-bucket",
  "gs://my-google-bucket",
  "gs://bucket//x",
  "gs://bucket/a/../b",
  "gs://bucket/.hidden",
  "gs://user@bucket",
])("%s is refused", (location) => {
  expect(() => parseBucketLocation(location)).toThrow(InputError);
});
