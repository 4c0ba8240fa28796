import { expect, test } from "vitest";
import { ownFirst } from "../../../lib/work/shard/ownFirst.ts";

const tasks = Array.from({ length: 1000 }, (_, i) => ({ id: `t${i}` }));

test("every worker sees every task once", () => {
  for (const shard of [null, { index: 2, count: 4 }, { index: 0, count: 5000 }])
    expect(new Set(ownFirst(tasks, shard, "w")).size).toBe(1000);
  expect(ownFirst([], null, "w")).toEqual([]);
});

test("workers of four shards begin with tasks of their own, in shares of about a quarter", () => {
  const first = [0, 1, 2, 3].flatMap((index) => ownFirst(tasks, { index, count: 4 }, `w${index}`).slice(0, 200));
  expect(new Set(first).size).toBe(800);
});

test("workers of one shard begin at different places", () => {
  const starts = ["a", "b", "c", "d"].map((worker) => ownFirst(tasks, null, worker)[0]!.id);
  expect(new Set(starts).size).toBe(4);
});
