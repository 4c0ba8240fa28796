import { expect, test } from "vitest";
import { PermanentError, TransientError } from "#lib/errors.ts";
import { retryTask, type Step, type TaskStanding, taskStates } from "#lib/work/index.ts";
import { scene, task } from "../scene.ts";

const tasks = [task("a"), task("b"), task("c"), task("d")];
const wrong: Record<string, Error> = { b: new PermanentError("private"), c: new TransientError("down") };

async function standings(stage: ReturnType<typeof scene>): Promise<TaskStanding[]> {
  const make = { state: async ({ id }) => ({ done: (await stage.doneBy(id)) > 0, published: 0 }) } as Pick<
    Step,
    "state"
  >;
  const found: TaskStanding[] = [];
  for await (const one of taskStates(stage.corpus, tasks, new Map([["make", make as Step]]))) found.push(one);
  return found;
}

test("what is done, running, waiting and dead is told from the store alone", async () => {
  const stop = new AbortController();
  const stage = scene(async (id) => {
    if (id === "d") await stage.sleep(1e6);
    if (id === "c") stop.abort();
    if (wrong[id]) throw wrong[id];
  });
  await stage.until(stage.work(tasks.slice(0, 3), { stop: stop.signal }));
  void stage.work([tasks[3]!]);
  await stage.until(stage.sleep(10_000));
  const found = await standings(stage);
  expect(found.filter(({ task }) => task.id === "d")).toMatchObject([
    { kind: "running", worker: "w1", lastSign: "2026-01-01T00:00:07.500Z" },
  ]);
  const kinds = Object.fromEntries(found.map((one) => [one.task.id, one.kind]));
  expect(kinds.c).toBe("waiting");
  expect(found.find((one) => one.task.id === "c")).toMatchObject({ failure: { error: "TransientError", attempt: 1 } });
});

test("a dead task is tried again when a person asks for it, and only then", async () => {
  const stage = scene((id, { attempt }) => {
    if (id === "b" && stage.ran.length < 5) throw new PermanentError(`private, attempt ${attempt}`);
  });
  await stage.until(stage.work(tasks));
  expect((await standings(stage)).map(({ kind }) => kind)).toEqual(["done", "dead", "done", "done"]);
  const who = { name: "person", clock: stage.clock };
  expect(await retryTask(stage.corpus, "a", who)).toBe(false);
  expect(await retryTask(stage.corpus, "b", who)).toBe(true);
  expect(await retryTask(stage.corpus, "b", who)).toBe(false);
  expect((await standings(stage))[1]).toMatchObject({ kind: "waiting", failure: { error: "Retried", attempt: 0 } });
  expect(await stage.until(stage.work(tasks))).toMatchObject({ done: 4, dead: [] });
  expect(stage.namesOf("tasks/b/")).toEqual(["tasks/b/1.json", "tasks/b/2.json"]);
  expect(await stage.doneBy("b")).toBe(3);
});
