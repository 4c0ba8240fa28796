import { expect, it } from "vitest";
import { historicalPermutation, ordersFor, rotations, written } from "#lib/qa/index.ts";

const question = (kind: "topic" | "detail", choices = ["a", "b", "c", "d"]) => ({
  chunk: { video: { platform: "twitch" as const, id: "12345678" }, index: 1 },
  kind,
  choices,
});

it("shows each choice once at each position over the rotations", () => {
  expect(rotations(4)).toEqual([
    [0, 1, 2, 3],
    [1, 2, 3, 0],
    [2, 3, 0, 1],
    [3, 0, 1, 2],
  ]);
  expect(rotations(1)).toEqual([[0]]);
});

it("gives one order for the written and the historical scheme and one per choice for rotations", () => {
  expect(ordersFor("written", question("topic"))).toEqual([written(4)]);
  expect(ordersFor("rotations", question("topic", ["a", "b", "c"]))).toEqual(rotations(3));
  expect(ordersFor("historical", question("topic"))).toEqual([[1, 3, 0, 2]]);
});

it("takes the topic as Q1 and the detail as Q2", () => {
  expect(ordersFor("historical", question("detail"))).toEqual([historicalPermutation("12345678", 1, "Q2")]);
  expect(ordersFor("historical", question("detail"))).not.toEqual(ordersFor("historical", question("topic")));
});
