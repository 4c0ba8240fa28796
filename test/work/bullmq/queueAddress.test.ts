import { describe, expect, test } from "vitest";
import { parseQueueUrl } from "../../../lib/work/bullmq/queueAddress.ts";

describe("the address of a queue's server", () => {
  test.each([
    ["redis://127.0.0.1:6379", "redis", "redis://127.0.0.1:6379"],
    ["redis://:pass-word-9@queue.example:6379/2", "redis", "redis://queue.example:6379/2"],
    ["rediss://user:pass-word-9@queue.example", "redis", "rediss://queue.example"],
    ["postgres://owner:pass-word-9@[::1]:5432/work", "postgres", "postgres://[::1]:5432/work"],
    ["PostgreSQL://owner:p%40ss@db.example/work?password=p%40ss", "postgres", "postgresql://db.example/work"],
  ])("%s is shown to people without its user, password and parameters", (url, kind, shown) => {
    expect(parseQueueUrl(url)).toEqual({ kind, url, shown });
  });

  test.each([
    ["http://:pass-word-9@queue.example", /found an address that begins with http:\/\//],
    ["pass-word-9", /found no address/],
    ["redis:pass-word-9", /found no address/],
    ["redis://user:pass-word-9#@queue.example", /cannot be read/],
    ["postgres://user:pass-word-9/@db.example/x", /cannot be read/],
    ["redis://user:12/pass-word-9@queue.example", /cannot be read/],
    ["redis://", /cannot be read/],
  ])("%s is refused, and nothing of it is repeated but the scheme", (url, words) => {
    const refused = () => parseQueueUrl(url);
    expect(refused).toThrow(/Expected the queue's server as redis:/);
    expect(refused).toThrow(words);
    expect(refused).not.toThrow(/pass-word-9/);
  });
});
