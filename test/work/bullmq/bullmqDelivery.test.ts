import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { AuthError, TransientError } from "#lib/errors.ts";
import {
  bullmqDelivery,
  type Delivery,
  defaultLimits,
  runWorker,
  type Step,
  type Task,
  type WorkEvent,
} from "#lib/work/index.ts";
import { memoryStore } from "../memoryStore.ts";
import { task } from "../scene.ts";
import { startPostgres, startRedis, type TestServer } from "./servers.ts";

type Opened = Awaited<ReturnType<typeof bullmqDelivery>>;
const opened: Opened[] = [];
async function open(queueUrl: string, run: string, leaseMs = 30_000): Promise<Opened> {
  const delivery = await bullmqDelivery({ queueUrl, run, sleep: systemSleep, limits: { ...defaultLimits, leaseMs } });
  opened.push(delivery);
  return delivery;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((delivery) => delivery.close()));
});

/** Takes and lets go until nothing comes. */
async function drain(delivery: Delivery, queues: readonly string[], worker: string): Promise<string[]> {
  const tasks: string[] = [];
  for (;;) {
    const delivered = await delivery.next(queues, worker);
    if (!delivered) return tasks;
    tasks.push(delivered.task);
    await delivered.letGo();
  }
}

describe.each([
  ["Redis", startRedis],
  ["PostgreSQL", startPostgres],
])("BullMQ on %s", (_, start) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());

  test("brings each task once, however often and by however many it is offered", async () => {
    const [a, b] = [await open(server.url, "once"), await open(server.url, "once")];
    const tasks = ["1", "2", "x.y%2Fz", "t"].map((id) => task(`${id}:youtube`));
    await Promise.all([a.offer(tasks), b.offer(tasks), a.offer(tasks.slice(2))]);
    const held = await a.next(["youtube"], "a");
    await b.offer(tasks);
    const rest = await drain(b, ["youtube"], "b");
    expect([held!.task, ...rest].sort()).toEqual(["1", "2", "t", "x.y%2Fz"]);
    await held!.letGo();
    expect(await a.next(["youtube"], "a")).toBeNull();
  });

  test("brings a task again that was let go and is offered anew", async () => {
    const a = await open(server.url, "anew");
    for (let i = 0; i < 3; i++) {
      await a.offer([task("t:youtube")]);
      expect(await drain(a, ["youtube"], "a")).toEqual(["t"]);
    }
  });

  test("brings only what is of the queues that are asked for, and of the same run", async () => {
    const [a, other] = [await open(server.url, "queues"), await open(server.url, "another run")];
    await a.offer([task("y:youtube"), task("t:twitch")]);
    expect(await drain(other, ["youtube", "twitch"], "o")).toEqual([]);
    expect(await drain(a, ["twitch"], "a")).toEqual(["t"]);
    expect(await drain(a, ["youtube", "twitch"], "a")).toEqual(["y"]);
  });

  test("keeps a task away from others while its worker lives, and brings it to them when it is gone", async () => {
    const gone = await open(server.url, "gone", 600);
    const alive = await open(server.url, "gone", 600);
    const waiting = await open(server.url, "gone", 600);
    await gone.offer([task("of-the-gone:youtube"), task("of-the-living:youtube")]);
    expect((await gone.next(["youtube"], "gone"))!.task).toBe("of-the-gone");
    const kept = (await alive.next(["youtube"], "alive"))!;
    await gone.close();
    const sinceMs = performance.now();
    let brought = await waiting.next(["youtube"], "waiting");
    while (!brought && performance.now() - sinceMs < 10_000) {
      await wait(20);
      brought = await waiting.next(["youtube"], "waiting");
    }
    expect(brought!.task).toBe("of-the-gone");
    expect(performance.now() - sinceMs).toBeLessThan(2600);
    for (let i = 0; i < 40; i++) {
      await wait(20);
      expect(await waiting.next(["youtube"], "waiting")).toBeNull();
    }
    await kept.letGo();
    await brought!.letGo();
  });
});

describe("while the queue's server", () => {
  const tasks = Array.from({ length: 40 }, (_, i) => task(`t${i}:${i % 2 ? "youtube" : "twitch"}`));

  /** A worker on a store in memory, whose step takes 10 ms and calls `meanwhile` with how many were done before. */
  function work(delivery: Delivery, meanwhile: (done: number) => Promise<void> | void, stop = new AbortController()) {
    const told: WorkEvent[] = [];
    const done: string[] = [];
    const step: Step = {
      name: "make",
      timeoutMs: 60_000,
      state: async ({ id }: Task) => ({ done: done.includes(id), published: done.includes(id) ? 1 : 0 }),
      run: async ({ id }: Task) => {
        await wait(10);
        await meanwhile(done.length);
        done.push(id);
        return [];
      },
    };
    const report = runWorker({
      corpus: { store: memoryStore(), key: null },
      steps: new Map([["make", step]]),
      name: "w",
      clock: systemClock,
      sleep: systemSleep,
      random: seededRandom("w"),
      limits: { ...defaultLimits, watchMs: 100, leaseMs: 2000 },
      stop: stop.signal,
      tell: (event) => told.push(event),
      delivery,
      tasks,
      shard: null,
    });
    return { report, told, done };
  }
  const all = tasks.map(({ id }) => id).sort();

  test("is wiped again and again, nothing is lost and nothing is done twice", async () => {
    const server = await startRedis();
    const client = new Redis(server.url);
    try {
      const delivery = await open(server.url, "wiped", 2000);
      const { report, done } = work(delivery, async (count) => {
        if (count % 4 === 1) await client.flushall();
      });
      expect(await report).toMatchObject({ ended: "finished", done: 40, dead: [] });
      expect([...done].sort()).toEqual(all);
      await Promise.all(opened.splice(0).map((one) => one.close()));
    } finally {
      client.disconnect();
      await server.stop();
    }
  });

  test("is killed, workers wait, say so, and go on with an empty one in its place", async () => {
    const first = await startRedis();
    let second: TestServer | undefined;
    try {
      const delivery = await open(first.url, "killed", 2000);
      const { report, told, done } = work(delivery, async (count) => {
        if (count !== 20) return;
        await first.stop();
        setTimeout(async () => {
          second = await startRedis([], first.port);
        }, 1000);
      });
      expect(await report).toMatchObject({ ended: "finished", done: 40, dead: [] });
      expect([...done].sort()).toEqual(all);
      const said = told.flatMap((event) => (event.kind === "trouble" ? [event.message] : []));
      expect(said[0]).toMatch(new RegExp(`The queue on redis://127.0.0.1:${first.port} does not answer`));
      await Promise.all(opened.splice(0).map((one) => one.close()));
    } finally {
      await second?.stop();
    }
  });

  test("hangs, a worker that has to stop does", async () => {
    const server = await startRedis();
    try {
      const stop = new AbortController();
      const delivery = await open(server.url, "hangs", 2000);
      const { report } = work(
        delivery,
        (count) => {
          if (count !== 5) return;
          server.process.kill("SIGSTOP");
          stop.abort();
        },
        stop,
      );
      expect((await report).ended).toBe("stopped");
      server.process.kill("SIGCONT");
      await Promise.all(opened.splice(0).map((one) => one.close()));
    } finally {
      await server.stop();
    }
  });

  test("is not there, each call says so; and one that asks for a password is a person's matter", async () => {
    const server = await startRedis(["--requirepass", "pass-word-9"]);
    try {
      const without = await open(server.url, "closed");
      await expect(without.next(["youtube"], "w")).rejects.toThrow(AuthError);
      const wrong = await open(server.url.replace("redis://", "redis://:pass-word-8@"), "closed");
      const refused = wrong.offer([task("t:youtube")]);
      await expect(refused).rejects.toThrow(AuthError);
      await expect(refused).rejects.not.toThrow(/pass-word/);
    } finally {
      await server.stop();
    }
    const nobody = await open(server.url, "nobody");
    await expect(nobody.next(["youtube"], "w")).rejects.toThrow(TransientError);
  });
});
