import { expect, test } from "vitest";
import { latestStep } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { defaultLimits, runWorkers, type Step, type Task, type WorkEvent } from "#lib/work/index.ts";
import { memoryStore } from "./memoryStore.ts";
import { task } from "./scene.ts";
import { virtualTime } from "./virtualTime.ts";

const video = { platform: "other", id: "v" } as const;
const never = new AbortController().signal;

/** Works by so many workers of one process, whose step does what the test says. */
function work(
  parallel: number,
  ids: readonly string[],
  does: (id: string, sleep: (ms: number) => Promise<void>) => unknown,
) {
  const corpus = { store: memoryStore(), key: null };
  const { clock, sleep, until } = virtualTime();
  const told: WorkEvent[] = [];
  const step: Step = {
    name: "make",
    timeoutMs: 3_600_000,
    state: async ({ id }: Task) => {
      const n = (await latestStep(corpus, video, "make", id))?.n ?? 0;
      return { done: n > 0, published: n };
    },
    run: async ({ id }, { signal }) => {
      await does(id, (ms) => sleep(ms, signal));
      return [{ step: "make", variant: id, version: 1, params: {}, inputs: {}, outputs: {}, tools: {} }];
    },
  };
  const steps = new Map([["make", step]]);
  const common = { corpus, steps, clock, sleep, limits: defaultLimits, stop: never, name: "p", parallel };
  const tasks = ids.map((id) => task(id));
  return { told, ended: until(runWorkers({ ...common, tasks, tell: (event) => told.push(event) })) };
}

test("several workers of one process do several tasks at once, and each once", async () => {
  let running = 0;
  let most = 0;
  const done: string[] = [];
  const { ended, told } = work(3, ["a", "b", "c", "d", "e", "f", "g"], async (id, sleep) => {
    most = Math.max(most, ++running);
    await sleep(10_000);
    running--;
    done.push(id);
  });
  expect(await ended).toMatchObject({ ended: "finished", done: 7, dead: [] });
  expect(most).toBe(3);
  expect(done.sort().join("")).toBe("abcdefg");
  const counts = told.flatMap((event) => (event.kind === "count" ? [event.done] : []));
  expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
});

test("what stops one worker stops all, after the others have given back what they had", async () => {
  const { ended, told } = work(2, ["a", "b"], async (id, sleep) => {
    if (id === "a") throw new InputError("the disk is full");
    await sleep(1e9);
  });
  await expect(ended).rejects.toThrow("the disk is full");
  expect(told).toContainEqual({ kind: "ended", task: "b", outcome: { kind: "givenBack" } });
});
