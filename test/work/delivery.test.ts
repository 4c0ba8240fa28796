import { describe, expect, test } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { AuthError, RateLimitedError, TransientError } from "#lib/errors.ts";
import type { Delivery, Task } from "#lib/work/index.ts";
import { scene, task } from "./scene.ts";

/** Queues in memory that several workers may share; `wrong` makes mistakes on what is put into them. */
function shared(wrong: (offered: readonly Task[]) => readonly { id: string; queue: string }[] = (all) => all) {
  const waiting: { id: string; queue: string }[] = [];
  const asked: string[][] = [];
  const delivery: Delivery = {
    offer: async (tasks) => {
      for (const one of wrong(tasks)) waiting.push(one);
    },
    next: async (queues) => {
      asked.push([...queues]);
      const at = waiting.findIndex(({ queue }) => queues.includes(queue));
      if (at < 0) return null;
      const { id } = waiting.splice(at, 1)[0]!;
      return { task: id, letGo: async () => {} };
    },
  };
  return { delivery, waiting, asked };
}

const chain = Array.from({ length: 60 }, (_, i) => task(`t${i}`, ...(i % 3 === 0 ? [] : [`t${i - 1}`])));
const idsOf = (ran: readonly string[]) => ran.map((one) => one.split(" ")[0]!);

describe("workers to whom tasks are brought", () => {
  test("do each once, none before what it needs", async () => {
    const { work, until, ran, namesOf } = scene(() => {});
    const { delivery, waiting } = shared();
    const reports = await until(Promise.all([1, 2, 3].map(() => work(chain, { delivery }))));
    expect(reports.map(({ ended, done }) => [ended, done])).toEqual(Array(3).fill(["finished", 60]));
    const order = idsOf(ran);
    expect([...order].sort()).toEqual(chain.map(({ id }) => id).sort());
    for (const { id, needs } of chain)
      for (const need of needs) expect(order.indexOf(need)).toBeLessThan(order.indexOf(id));
    expect(namesOf("leases/")).toEqual([]);
    expect(waiting.filter(({ id }) => !order.includes(id))).toEqual([]);
  });

  test.each(["a", "b", "c"])(
    "do each once where tasks are lost, brought twice, too early, in any order, or of no plan (seed %s)",
    async (seed) => {
      const random = seededRandom(seed);
      const wrong = (offered: readonly Task[]) => {
        const any = chain[random.below(chain.length)]!;
        const kept = offered.filter(() => random.next() > 0.3);
        return random.shuffle([...kept, ...kept, any, { id: "of-no-plan", queue: "other" }]);
      };
      const { work, until, ran } = scene(() => {});
      const { delivery } = shared(wrong);
      await until(Promise.all([1, 2, 3].map(() => work(chain, { delivery }))));
      const order = idsOf(ran);
      expect([...order].sort()).toEqual(chain.map(({ id }) => id).sort());
      for (const { id, needs } of chain)
        for (const need of needs) expect(order.indexOf(need)).toBeLessThan(order.indexOf(id));
    },
  );

  test("go on where all that waited was wiped", async () => {
    const { delivery, waiting } = shared();
    const stage = scene(() => {
      if (stage.ran.length % 5 === 0) waiting.length = 0;
    });
    expect(await stage.until(stage.work(chain, { delivery }))).toMatchObject({ ended: "finished", done: 60 });
    expect(stage.ran).toHaveLength(60);
  });

  test("take none of a queue whose platform asked for a pause, and go on with the others", async () => {
    let left = 1;
    const stage = scene((id) => {
      if (id === "a" && left-- > 0) throw new RateLimitedError("429", 60_000);
    });
    const { delivery, asked } = shared();
    const tasks = [task("a:youtube"), task("b:youtube"), task("c:twitch"), task("d:twitch")];
    expect(await stage.until(stage.work(tasks, { delivery }))).toMatchObject({ done: 4 });
    const secondsOf = (id: string) =>
      stage.ran.filter((one) => one.startsWith(`${id} `)).map((one) => Number(one.slice(2)));
    expect(secondsOf("a")[1]).toBeGreaterThanOrEqual(60);
    expect(Math.max(...secondsOf("c"), ...secondsOf("d"))).toBeLessThan(2);
    expect(asked.filter((queues) => queues.join() === "twitch").length).toBeGreaterThan(50);
  });

  test("have as many attempts at a task as ever, by the records of the corpus", async () => {
    const stage = scene((id) => {
      if (id === "a") throw new TransientError("the site is down");
    });
    const { delivery } = shared();
    const report = await stage.until(stage.work([task("a"), task("b", "a"), task("c")], { delivery }));
    expect(report).toMatchObject({ done: 1, blocked: ["b"], dead: [{ task: "a", error: "TransientError" }] });
    expect(stage.namesOf("tasks/a/")).toHaveLength(5);
  });

  test("wait for a delivery that does not answer, and say so about once in a look", async () => {
    const { delivery } = shared();
    const stage = scene(() => {});
    const down = async () => {
      if (stage.clock.monotonicMs() < 100_000) throw new TransientError("no queue");
    };
    const shaky: Delivery = {
      offer: async (tasks) => down().then(() => delivery.offer(tasks)),
      next: async (queues, name) => down().then(() => delivery.next(queues, name)),
    };
    expect(await stage.until(stage.work(chain, { delivery: shaky }))).toMatchObject({ ended: "finished", done: 60 });
    const said = stage.told.filter((event) => event.kind === "trouble" && event.message === "no queue");
    expect(said.length).toBeGreaterThan(50);
    expect(said.length).toBeLessThan(110);
  });

  test("stop where the delivery needs a person", async () => {
    const { delivery } = shared();
    const closed: Delivery = { ...delivery, next: () => Promise.reject(new AuthError("renew the password")) };
    const stage = scene(() => {});
    await expect(stage.until(stage.work(chain, { delivery: closed }))).rejects.toThrow(
      new AuthError("renew the password"),
    );
  });
});
