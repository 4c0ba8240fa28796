import { describe, expect, test } from "vitest";
import { AuthError, InputError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { scene, task } from "./scene.ts";

/** A step that throws the first `times` times it is run for `id`. */
function failing(id: string, times: number, error: () => Error) {
  let left = times;
  return (ran: string) => {
    if (ran === id && left-- > 0) throw error();
  };
}

describe("a worker", () => {
  test("does each task once, none before what it needs, and leaves no lease", async () => {
    const { work, until, ran, namesOf } = scene(() => {});
    const report = await until(work([task("c", "b"), task("a"), task("b", "a")]));
    expect(report).toEqual({ ended: "finished", done: 3, dead: [], blocked: [], closed: [] });
    const order = ran.map((one) => one[0]).join("");
    expect(order).toHaveLength(3);
    expect([order.indexOf("a"), order.indexOf("b"), order.indexOf("c")]).toEqual([0, 1, 2]);
    expect(namesOf("leases/")).toEqual([]);
    expect(namesOf("tasks/")).toEqual([]);
  });

  test("does nothing where all is done", async () => {
    const { work, until, ran } = scene(() => {});
    await until(work([task("a"), task("b")]));
    expect(await until(work([task("a"), task("b")]))).toMatchObject({ ended: "finished", done: 2 });
    expect(ran).toHaveLength(2);
  });

  test("writes down in the record which attempt it was and who did it", async () => {
    const { work, until, jsonOf } = scene(failing("a", 2, () => new TransientError("down")));
    await until(work([task("a")]));
    expect(jsonOf("videos/other/v/steps/make.a.3.json")).toMatchObject({ attempts: 3, worker: "w0" });
  });
});

test("what a step says of itself is in its lease at the next beat, for those who watch the corpus", async () => {
  const seen: unknown[] = [];
  const { work, until, sleep, jsonOf } = scene(async (_, { doing }) => {
    doing("half of it");
    for (let i = 0; i < 2; i++) {
      seen.push(jsonOf("leases/a.1").doing);
      await sleep(10_000);
    }
  });
  await until(work([task("a")]));
  expect(seen).toEqual([undefined, "half of it"]);
});

describe("after an error", () => {
  test("that may pass, the task is tried again after a growing wait, and is dead after the last attempt", async () => {
    const { work, until, ran, jsonOf, namesOf } = scene(failing("a", 99, () => new TransientError("the site is down")));
    const report = await until(work([task("a"), task("b", "a"), task("c", "b"), task("d")]));
    expect(report).toMatchObject({ done: 1, blocked: ["b", "c"] });
    expect(report.dead).toEqual([{ task: "a", error: "TransientError", message: "the site is down" }]);
    const seconds = ran.filter((one) => one.startsWith("a ")).map((one) => Number(one.slice(2)));
    expect(seconds).toHaveLength(5);
    // Full jitter below 2, 4, 8 and 16 seconds; a worker looks once a second.
    for (const [i, bound] of [2, 4, 8, 16].entries())
      expect(seconds[i + 1]! - seconds[i]!).toBeLessThanOrEqual(bound + 1);
    expect(namesOf("tasks/a/")).toHaveLength(5);
    expect(jsonOf("tasks/a/5.json")).toMatchObject({ attempt: 5, dead: true, worker: "w0", video: { id: "v" } });
  });

  test("of a dead task the next run does not try it again", async () => {
    const { work, until, ran } = scene(failing("a", 99, () => new PermanentError("private video")));
    await until(work([task("a"), task("b")]));
    const report = await until(work([task("a"), task("b")]));
    expect(report.dead).toEqual([{ task: "a", error: "PermanentError", message: "private video" }]);
    expect(ran.filter((one) => one.startsWith("a "))).toHaveLength(1);
  });

  test("of no known class the task is dead, with the stack for a report, and the others go on", async () => {
    const { work, until } = scene(failing("a", 1, () => new RangeError("odd")));
    const report = await until(work([task("a"), task("b"), task("c")]));
    expect(report).toMatchObject({ done: 2, dead: [{ task: "a", error: "RangeError" }] });
    expect(report.dead[0]!.message).toMatch(/odd\n +at /);
  });

  test("that shows already when the task is looked at, the task is dead and the others go on", async () => {
    const { work, until, ran, jsonOf } = scene(() => {});
    const looksAt = (id: string) => {
      if (id === "a") throw new PermanentError("its records are damaged");
    };
    const report = await until(work([task("a"), task("b")], { looksAt }));
    expect(report).toMatchObject({ done: 1, dead: [{ task: "a", message: "its records are damaged" }] });
    expect(ran).toHaveLength(1);
    expect(jsonOf("tasks/a/1.json")).toMatchObject({ error: "PermanentError", dead: true });
  });

  test("of the person's input the run stops with it, and the task is no worse for it", async () => {
    const { work, until, jsonOf, namesOf } = scene(failing("a", 1, () => new InputError("no such file")));
    await expect(until(work([task("a")]))).rejects.toThrow(new InputError("no such file"));
    expect(jsonOf("tasks/a/1.json")).toMatchObject({ error: "InputError", attempt: 0, dead: false });
    expect(namesOf("leases/")).toEqual([]);
    expect(await until(work([task("a")]))).toMatchObject({ done: 1 });
  });

  test("of a credential that queue is left alone, others go on, and the report says what to renew", async () => {
    const { work, until, ran } = scene(failing("a", 99, () => new AuthError("renew the cookies")));
    const report = await until(work([task("a:youtube"), task("b:youtube"), task("c", "b"), task("d:twitch")]));
    expect(report.closed).toEqual([{ queue: "youtube", message: "renew the cookies" }]);
    expect(report).toMatchObject({ ended: "finished", dead: [] });
    expect(report.done + report.blocked.length).toBe(4);
    expect(report.blocked).toContain("a");
    expect(ran.filter((one) => one.startsWith("a "))).toHaveLength(1);
  });

  test("by which a platform asks for a pause only its queue waits, for every worker, and no attempt is used up", async () => {
    const limited = failing("a", 1, () => new RateLimitedError("429", 60_000));
    const { work, until, sleep, ran, jsonOf } = scene(limited);
    const tasks = [task("a:youtube"), task("b:youtube"), task("c:twitch")];
    const first = work([tasks[0]!]);
    await until(sleep(10));
    const second = work(tasks);
    await until(Promise.all([first, second]));
    const secondsOf = (id: string) => ran.filter((one) => one.startsWith(`${id} `)).map((one) => Number(one.slice(2)));
    expect(secondsOf("c")[0]).toBeLessThan(2);
    expect(secondsOf("a")[1]).toBeGreaterThanOrEqual(60);
    expect(secondsOf("a")[1]).toBeLessThan(63);
    expect(secondsOf("b")[0]).toBeGreaterThanOrEqual(60);
    const records = ["1", "2"].map((n) => jsonOf(`videos/other/v/steps/make.a.${n}.json`)).filter((one) => one);
    expect(records).toMatchObject([{ attempts: 1 }]);
  });
});

describe("a step", () => {
  test("that takes too long is aborted and has failed", async () => {
    const stage = scene((_, { signal, attempt }) => (attempt === 1 ? stage.sleep(1e9, signal) : undefined));
    const report = await stage.until(stage.work([task("a")], { timeoutMs: 90_000 }));
    expect(report).toMatchObject({ ended: "finished", done: 1 });
    expect(stage.jsonOf("tasks/a/1.json")).toMatchObject({ error: "TransientError", attempt: 1 });
    expect(stage.jsonOf("tasks/a/1.json").message).toMatch(/not done within its 90 s/);
  });

  test("that takes long but in time keeps its lease", async () => {
    const stage = scene(() => stage.sleep(600_000));
    const both = [stage.work([task("a")]), stage.work([task("a")])];
    await stage.until(Promise.all(both));
    expect(stage.ran).toHaveLength(1);
  });

  test("that does not listen to the abort ends the worker, whose process may be ended then", async () => {
    const stage = scene(() => stage.sleep(1e9));
    const report = await stage.until(stage.work([task("a"), task("b")], { timeoutMs: 90_000 }));
    expect(report).toMatchObject({ ended: "stuck", done: 0 });
    expect(stage.ran).toHaveLength(1);
    expect(stage.namesOf("leases/")).toEqual([]);
  });

  test("whose lease was taken over publishes nothing", async () => {
    const stage = scene(async (id, { fence, signal }) => {
      await stage.sleep(5000);
      await stage.store.create(`leases/${id}.${fence + 1}`, Buffer.from("another"));
      await stage.sleep(1e6, signal);
    });
    const stop = new AbortController();
    const working = stage.work([task("a")], { stop: stop.signal });
    await stage.until(stage.sleep(20_000));
    stop.abort();
    await stage.until(working);
    expect(await stage.doneBy("a")).toBe(0);
    expect(stage.namesOf("leases/")).toEqual(["leases/a.2"]);
    expect(stage.namesOf("tasks/")).toEqual([]);
  });
});

describe("a worker that has to stop", () => {
  test("finishes what it can within its grace", async () => {
    const stop = new AbortController();
    const stage = scene(async () => {
      stop.abort();
      await stage.sleep(5000);
    });
    expect(await stage.until(stage.work([task("a"), task("b")], { stop: stop.signal }))).toMatchObject({
      ended: "stopped",
      done: 1,
    });
  });

  test("gives back what it cannot finish: no lease is left, nothing is published, and no attempt is used up", async () => {
    const stop = new AbortController();
    const stage = scene(async (_, { signal }) => {
      stop.abort();
      await stage.sleep(1e6, signal);
    });
    const report = await stage.until(stage.work([task("a"), task("b")], { stop: stop.signal }));
    expect(report).toMatchObject({ ended: "stopped", done: 0 });
    expect(stage.clock.monotonicMs()).toBe(8000);
    expect([...stage.store.objects.keys()]).toEqual([]);
  });
});

describe("a task whose worker vanished", () => {
  test("is taken over when its lease has shown no life for the lease time, and the failure is on record", async () => {
    const { work, until, ran, store, jsonOf, namesOf, doneBy } = scene(() => {});
    await store.create("leases/a.7", Buffer.from("the last sign of life"));
    await until(work([task("a")]));
    expect(ran).toEqual(["a 30"]);
    expect(jsonOf("tasks/a/7.json")).toMatchObject({ error: "WorkerVanished", attempt: 1, dead: false });
    expect(await doneBy("a")).toBe(8);
    expect(namesOf("leases/")).toEqual([]);
  });

  test("is dead when that has happened too often: such a task may be what kills its workers", async () => {
    const { work, until, ran, store } = scene(() => {});
    for (let n = 1; n <= 5; n++) await store.create(`leases/a.${n}`, Buffer.from("x"));
    const report = await until(work([task("a")]));
    expect(report.dead).toMatchObject([{ task: "a", error: "WorkerVanished" }]);
    expect(ran).toEqual([]);
  });

  test("but which is done needs no new run", async () => {
    const { work, until, ran, store, namesOf } = scene(() => {});
    await until(work([task("a")]));
    await store.create("leases/a.1", Buffer.from("x"));
    expect(await until(work([task("a")]))).toMatchObject({ done: 1 });
    expect(ran).toHaveLength(1);
    expect(namesOf("tasks/")).toEqual([]);
  });
});

describe("while the store does not answer", () => {
  test("nothing is lost, nobody is taken for dead, and all is done when it answers again", async () => {
    const stage = scene(() => stage.sleep(20_000));
    stage.store.isDown = () => stage.clock.monotonicMs() > 5000 && stage.clock.monotonicMs() < 95_000;
    const tasks = [task("a"), task("b"), task("c")];
    const reports = await stage.until(Promise.all([stage.work(tasks), stage.work(tasks)]));
    expect(reports).toMatchObject([
      { done: 3, dead: [] },
      { done: 3, dead: [] },
    ]);
    for (const id of ["a", "b", "c"]) expect(stage.namesOf(`videos/other/v/steps/make.${id}.`)).toHaveLength(1);
    expect(stage.namesOf("leases/")).toEqual([]);
  });

  test("a long task is not taken over because its owner could not beat", async () => {
    const stage = scene(() => stage.sleep(200_000));
    stage.store.isDown = () => stage.clock.monotonicMs() > 20_000 && stage.clock.monotonicMs() < 80_000;
    await stage.until(Promise.all([stage.work([task("a")]), stage.work([task("a")])]));
    expect(stage.ran).toHaveLength(1);
  });
});

test("leases of more workers than are read at a look are all taken over in turns", async () => {
  const { work, until, ran, store, clock } = scene(() => {});
  const tasks = Array.from({ length: 50 }, (_, i) => task(`t${i}`));
  for (const { id } of tasks) await store.create(`leases/${id}.1`, Buffer.from("x"));
  expect(await until(work(tasks))).toMatchObject({ done: 50 });
  expect(ran).toHaveLength(50);
  expect(clock.monotonicMs()).toBeLessThan(45_000);
});

test("what is no pause, where one is expected, is named", async () => {
  const { work, until, store } = scene(() => {});
  await store.put("pauses/other", Buffer.from("{"));
  await expect(until(work([task("a")]))).rejects.toThrow("pauses/other in memory is no record of a pause. Delete it.");
});
