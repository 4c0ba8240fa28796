import { expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import type { Task } from "#lib/work/index.ts";
import { orderTasks } from "../../../lib/work/task/orderTasks.ts";

const task = (id: string, ...needs: string[]): Task => ({ id, step: "s", needs, queue: "other" });
const idsOf = (tasks: readonly { id: string }[]) => tasks.map(({ id }) => id).join(" ");

test("each task comes behind what it needs, and else the order stays", () => {
  expect(idsOf(orderTasks([task("d", "b", "c"), task("a"), task("c", "a"), task("b")]))).toBe("b a c d");
  expect(idsOf(orderTasks([task("a"), task("b"), task("c")]))).toBe("a b c");
});

test("a chain of a hundred thousand is no matter", () => {
  const chain = Array.from({ length: 100_000 }, (_, i) => task(`t${i}`, ...(i < 99_999 ? [`t${i + 1}`] : [])));
  expect(orderTasks(chain)[0]!.id).toBe("t99999");
});

test.each([
  [[task("a"), task("a")], /Two tasks have the id a/],
  [[task("a", "x")], /needs x, which is not among/],
  [[task("a", "b"), task("b", "c"), task("c", "b")], /needs itself/],
  [[task("a/b")], /is no task/],
])("tasks that cannot be a run are refused", (tasks, message) => {
  expect(() => orderTasks(tasks)).toThrow(InputError);
  expect(() => orderTasks(tasks)).toThrow(message);
});
