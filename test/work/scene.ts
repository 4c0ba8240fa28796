import { type Corpus, latestStep } from "#lib/corpus/index.ts";
import { seededRandom } from "#lib/effects/index.ts";
import {
  type Delivery,
  defaultLimits,
  type Limits,
  runWorker,
  type StepWork,
  type Task,
  type WorkEvent,
  type WorkerReport,
} from "#lib/work/index.ts";
import { memoryStore } from "./memoryStore.ts";
import { virtualTime } from "./virtualTime.ts";

const video = { platform: "other", id: "v" } as const;

/** Tasks on a store in memory, whose step does what the test says, in virtual time. */
export function scene(does: (task: string, work: StepWork) => Promise<void> | void) {
  const store = memoryStore();
  const corpus: Corpus = { store, key: null };
  const time = virtualTime();
  const ran: string[] = [];
  const told: WorkEvent[] = [];
  let workers = 0;
  const textOf = (name: string) => {
    const bytes = store.objects.get(name);
    return bytes === undefined ? null : Buffer.from(bytes).toString("utf8");
  };

  return {
    store,
    corpus,
    ...time,
    /** Each run of the step: the task, and the second in which it began. */
    ran,
    /** What all workers have told. */
    told,
    textOf,
    /** What a name holds, as JSON. */
    jsonOf: (name: string) => JSON.parse(textOf(name) ?? "null"),
    namesOf: (prefix: string) => [...store.objects.keys()].filter((name) => name.startsWith(prefix)).sort(),
    /** The number of the record that counts, for each task that is done. */
    doneBy: async (id: string) => (await latestStep(corpus, video, "make", id))?.n ?? 0,
    work: (
      tasks: readonly Task[],
      options: {
        limits?: Partial<Limits>;
        stop?: AbortSignal;
        timeoutMs?: number;
        looksAt?: (task: string) => void;
        delivery?: Delivery;
      } = {},
    ): Promise<WorkerReport> => {
      const step = {
        name: "make",
        timeoutMs: options.timeoutMs ?? 3_600_000,
        state: async ({ id }: Task) => {
          options.looksAt?.(id);
          const n = (await latestStep(corpus, video, "make", id))?.n ?? 0;
          return { done: n > 0, published: n };
        },
        run: async ({ id }: Task, work: StepWork) => {
          ran.push(`${id} ${Math.round(time.clock.monotonicMs() / 1000)}`);
          await does(id, work);
          return [{ step: "make", variant: id, version: 1, params: {}, inputs: {}, outputs: {}, tools: {} }];
        },
      };
      const name = `w${workers++}`;
      return runWorker({
        corpus,
        steps: new Map([["make", step]]),
        name,
        clock: time.clock,
        sleep: time.sleep,
        random: seededRandom(name),
        limits: { ...defaultLimits, ...options.limits },
        stop: options.stop ?? new AbortController().signal,
        tell: (event) => told.push(event),
        ...(options.delivery && { delivery: options.delivery }),
        tasks,
        shard: { index: 0, count: 1 },
      });
    },
  };
}

/** A task `id`, or `id:queue`, that needs others. */
export function task(name: string, ...needs: string[]): Task {
  const [id, queue = "other"] = name.split(":");
  return { id: id!, step: "make", video, needs, queue };
}
