import { expect, test } from "vitest";
import { PermanentError } from "#lib/errors.ts";
import { type Step, surveyLine } from "#lib/work/index.ts";
import { scene, task } from "../scene.ts";

test("what waits for a dead task, directly or not, is counted as waiting in vain and not as work to come", async () => {
  const stage = scene((id) => {
    if (id === "b") throw new PermanentError("gone");
  });
  const tasks = [task("d", "c"), task("c", "b"), task("b"), task("a")];
  await stage.until(stage.work(tasks));
  const state: Step["state"] = async ({ id }) => ({ done: (await stage.doneBy(id)) > 0, published: 0 });
  const steps = new Map([["make", { name: "make", timeoutMs: 1, state, run: async () => [] }]]);
  const [standing] = await surveyLine(stage.corpus, tasks, steps);
  expect(standing).toMatchObject({ done: 1, running: [], waiting: 0, inVain: 2, dead: [{ task: "b" }] });
});
