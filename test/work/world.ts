import { type Corpus, latestStep } from "#lib/corpus/index.ts";
import { type Clock, type Sleep, seededRandom } from "#lib/effects/index.ts";
import { TransientError } from "#lib/errors.ts";
import type { Store } from "#lib/store/index.ts";
import { defaultLimits, runWorker, type Step, type Task } from "#lib/work/index.ts";

/** What can go wrong in a simulated world, as chances for each operation or each worker; and what of the algorithm is broken on purpose. */
export interface Faults {
  pause: number;
  crash: number;
  lostBeat: number;
  skewedClocks: boolean;
  /** An operation takes as long as a lease. */
  slow: number;
  /** The step throws a TransientError. */
  failing: number;
  broken?:
    | "readers take the newest"
    | "fence ignored"
    | "two may create one lease"
    | "no failure kept"
    | "no take-over";
}

/** What was seen in one world: what goes against the promises, and how much was done. */
export interface Seen {
  violations: string[];
  runs: number;
  records: number;
  takeOvers: number;
}

const leaseMs = 1000;
const limits = { ...defaultLimits, leaseMs, watchMs: 150, attempts: 1000, retryBaseMs: 50, retryCapMs: 500 };
const video = { platform: "other", id: "v" } as const;

interface Actor {
  name: string;
  isMortal: boolean;
  isDead: boolean;
  pausedUntilMs: number;
  rate: number;
  jumpMs: number;
}

/**
 * Runs workers, as they are, on a store in memory where time, clocks and the network are drawn from a seed: every operation is
 * sent, takes effect and is answered at times of its own, and between any two of these its worker may be paused for longer than
 * a lease, or die. Virtual time: a world takes milliseconds.
 */
export async function simulate(seed: string, faults: Faults): Promise<Seen> {
  const random = seededRandom(seed);
  const events: { atMs: number; actor: Actor | null; act: () => void }[] = [];
  let nowMs = 0;
  const at = (delayMs: number, actor: Actor | null, act: () => void) => {
    events.push({ atMs: nowMs + delayMs, actor, act });
  };
  const wait = (delayMs: number, actor: Actor | null) => new Promise<void>((resolve) => at(delayMs, actor, resolve));
  const latency = () => random.below(random.next() < faults.slow ? leaseMs : 20);
  const seen: Seen = { violations: [], runs: 0, records: 0, takeOvers: 0 };

  const objects = new Map<string, Uint8Array>();
  const created: string[] = [];
  const owners = new Map<string, Actor>();
  const visible = new Map<string, number>();
  const tasks: Task[] = ["a", "b", "c"].map((id) => ({
    id,
    step: "make",
    video,
    needs: id === "c" ? ["a"] : [],
    queue: "other",
  }));

  /** What stands in the record that a reader is shown: the fence of the lease under which it was made. */
  const show = (task: string, bytes: Uint8Array, who: string) => {
    const { params } = JSON.parse(Buffer.from(bytes).toString("utf8"));
    const before = visible.get(`${who} ${task}`) ?? 0;
    if (params.fence < before) seen.violations.push(`${who}: ${task} went from fence ${before} to ${params.fence}`);
    visible.set(`${who} ${task}`, params.fence);
  };
  const recordsOf = (task: string) => created.filter((name) => name.includes(`/steps/make.${task}.`));
  const numberOf = (name: string) => Number(name.split(".").at(-2));

  const apply = {
    list: (prefix: string) => [...objects.keys()].filter((name) => name.startsWith(prefix)).sort(),
    create: (name: string, bytes: Uint8Array) => {
      if (faults.broken === "no failure kept" && name.startsWith("tasks/")) return true;
      const isRecord = name.includes("/steps/");
      const task = /\/steps\/make\.(.)\./.exec(name)?.[1] ?? "";
      let as = name;
      if (isRecord && faults.broken === "fence ignored") {
        const next = Math.max(0, ...recordsOf(task).map(numberOf)) + 1;
        as = name.replace(/\.[0-9]+\.json$/, `.${next}.json`);
      }
      const isFree = faults.broken === "two may create one lease" && name.startsWith("leases/");
      if (objects.has(as) && !isFree) return false;
      objects.set(as, bytes);
      if (name.startsWith("tasks/")) seen.takeOvers++;
      if (!isRecord) return true;
      seen.records++;
      created.push(as);
      const highest = recordsOf(task)
        .sort((one, two) => numberOf(one) - numberOf(two))
        .at(-1)!;
      show(
        task,
        faults.broken === "readers take the newest" ? bytes : objects.get(highest)!,
        "a reader of every moment",
      );
      return true;
    },
  };

  /** A worker's way to the store: sent, applied, answered, each after a while; a lost one fails and may still be applied. */
  const storeOf = (actor: Actor): Store => {
    const operation = async <T>(act: () => T, isBeat = false): Promise<T> => {
      misfortune(actor);
      await wait(latency(), actor);
      const isLost = isBeat && random.next() < faults.lostBeat;
      let result: T | undefined;
      const landed = wait(isLost ? random.below(4 * leaseMs) : latency(), null).then(() => {
        if (!isLost || random.next() < 0.5) result = act();
      });
      if (isLost) await wait(latency(), actor);
      else await landed;
      await wait(latency(), actor);
      if (isLost) throw new TransientError("the network lost it");
      return result as T;
    };
    const none = (): Promise<never> => Promise.reject(new Error("not part of this world"));
    return {
      location: "memory",
      get: (name) => operation(() => objects.get(name) ?? null),
      stat: (name) => operation(() => (objects.has(name) ? { bytes: objects.get(name)!.length } : null)),
      put: (name, bytes) => operation(() => void objects.set(name, bytes), name.startsWith("leases/")),
      create: (name, bytes) => operation(() => apply.create(name, bytes)),
      list: async function* (prefix) {
        yield* await operation(() => apply.list(prefix));
      },
      delete: (name) => operation(() => void objects.delete(name)),
      read: () => {
        throw new Error("not part of this world");
      },
      download: none,
      upload: none,
      scratch: none,
    };
  };
  const misfortune = (actor: Actor) => {
    if (faults.skewedClocks && random.next() < 0.02) actor.jumpMs += random.below(4 * leaseMs) - leaseMs;
    if (random.next() < faults.pause) actor.pausedUntilMs = nowMs + random.below(5 * leaseMs);
    if (!actor.isMortal || random.next() >= faults.crash) return;
    actor.isDead = true;
    atWork.delete(actor);
    // Its supervisor starts another one.
    at(random.below(2 * leaseMs), null, start);
  };

  let made = 0;
  const atWork = new Set<Actor>();
  const start = () => {
    const name = `w${made++}`;
    const rate = faults.skewedClocks ? 0.7 + 0.6 * random.next() : 1;
    const actor: Actor = {
      name,
      isMortal: name !== "w0",
      isDead: false,
      pausedUntilMs: 0,
      rate,
      jumpMs: random.below(1e6),
    };
    const clock: Clock = {
      now: () => new Date(1e12 + actor.jumpMs * 1000 + nowMs),
      monotonicMs: () => {
        if (faults.broken === "no take-over") return 0;
        return nowMs * rate + actor.jumpMs;
      },
    };
    const sleep: Sleep = (ms, signal) =>
      new Promise((resolve) => {
        signal?.addEventListener("abort", () => resolve());
        if (signal?.aborted) resolve();
        else at(ms / rate, actor, resolve);
      });
    const corpus: Corpus = { store: storeOf(actor), key: null };
    const step: Step = {
      name: "make",
      timeoutMs: 100 * leaseMs,
      state: async ({ id }) => {
        const n = (await latestStep(corpus, video, "make", id))?.n ?? 0;
        return { done: n > 0, published: n };
      },
      run: async ({ id }, { fence, signal }) => {
        seen.runs++;
        const lease = `${id}.${fence}`;
        const other = owners.get(lease);
        if (other && !other.isDead) seen.violations.push(`${other.name} and ${name} both own ${lease}`);
        owners.set(lease, actor);
        // Some work for longer than a lease, and some do not listen.
        await sleep(random.below(2 * leaseMs), random.next() < 0.5 ? signal : undefined);
        owners.delete(lease);
        if (random.next() < faults.failing) throw new TransientError("the platform is down");
        return [{ step: "make", variant: id, version: 1, params: { fence }, inputs: {}, outputs: {}, tools: {} }];
      },
    };
    atWork.add(actor);
    const steps = new Map([["make", step]]);
    const options = { corpus, steps, name, clock, sleep, limits, tell: () => {}, tasks, shard: null };
    const workersRandom = seededRandom(`${seed} ${name}`);
    void runWorker({ ...options, random: workersRandom, stop: new AbortController().signal }).then(
      () => atWork.delete(actor),
      (error) => seen.violations.push(`${name}: ${error}`),
    );
  };

  for (let i = 0; i < 3; i++) start();
  void (async () => {
    const reader: Actor = { name: "reader", isMortal: false, isDead: false, pausedUntilMs: 0, rate: 1, jumpMs: 0 };
    const corpus: Corpus = { store: storeOf(reader), key: null };
    for (;;) {
      await wait(random.below(300), reader);
      const { id } = random.pick(tasks);
      const step = await latestStep(corpus, video, "make", id);
      if (step) show(id, Buffer.from(JSON.stringify(step.record)), "a slow reader");
    }
  })();

  for (let turn = 0; turn < 10_000; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (seen.violations.length > 0 || (atWork.size === 0 && tasks.every(({ id }) => recordsOf(id).length > 0)))
      return seen;
    let first = 0;
    for (let i = 1; i < events.length; i++) if (events[i]!.atMs < events[first]!.atMs) first = i;
    const [event] = events.splice(first, 1);
    if (!event) break;
    nowMs = Math.max(nowMs, event.atMs);
    if (event.actor?.isDead) continue;
    if (event.actor && event.actor.pausedUntilMs > nowMs) events.push({ ...event, atMs: event.actor.pausedUntilMs });
    else event.act();
  }
  seen.violations.push("the tasks were never all done");
  return seen;
}

export const calm: Faults = { pause: 0, crash: 0, lostBeat: 0, skewedClocks: false, slow: 0, failing: 0 };
export const rough: Faults = { pause: 0.05, crash: 0.01, lostBeat: 0.2, skewedClocks: true, slow: 0.05, failing: 0.1 };

/** Simulates worlds of different seeds until one goes against a promise, and sums up what was seen. */
export async function simulateMany(count: number, name: string, faults: Faults): Promise<Seen> {
  const sum: Seen = { violations: [], runs: 0, records: 0, takeOvers: 0 };
  for (let i = 0; i < count && sum.violations.length === 0; i++) {
    const { violations, ...counts } = await simulate(`${name} ${i}`, faults);
    sum.violations.push(...violations.map((one) => `seed ${i}: ${one}`));
    for (const key of ["runs", "records", "takeOvers"] as const) sum[key] += counts[key];
  }
  return sum;
}
