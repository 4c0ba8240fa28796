import type { Clock, Random, Sleep } from "#lib/effects/index.ts";
import { type Account, type AccountFiles, openAccounts, sumOf } from "./accounts.ts";
import { type Budget, BudgetError, type BudgetOptions, budgetMessage, type Spending } from "./budget.ts";

export interface SharedBudgetOptions extends Pick<BudgetOptions, "capUsd" | "capTokens"> {
  /** Where the accounts of all processes lie: the corpus's store. */
  files: AccountFiles;
  study: string;
  clock: Clock;
  sleep: Sleep;
  random: Random;
  /** A process of which nothing was heard for so long is dead; longer than any call and any pause of a provider. Default 15 minutes. */
  silentMs?: number;
}

interface Waiting {
  upTo: Spending;
  resolve(): void;
  reject(error: unknown): void;
}

const pollMs = 1000;

/**
 * A budget that several processes share: each writes down what it means to take before it looks at what the others have, so of two
 * that reach for the last of it at least one sees the other. What all have spent and have under way never exceeds the cap together.
 *
 * Reservations that come while one is written are written together, so that a slow store holds up nobody for long. What a process
 * that was killed had taken aside stays counted as spent, since a provider may have been paid for it.
 *
 * @throws InputError for an account in the store that is none; what the store throws
 *
 * @example
 * const budget = await shareBudget({ capUsd: 5, files: corpus.store, study: study.name, clock, sleep, random });
 */
export async function shareBudget(options: SharedBudgetOptions): Promise<Budget> {
  const { capUsd, capTokens, files, study, clock, sleep, random, silentMs = 900_000 } = options;
  const accounts = await openAccounts(files, study);
  const spent = { usd: 0, tokens: 0 };
  const aside = { usd: 0, tokens: 0 };
  let others: Account[] = await accounts.others();
  let underWay = 0;
  const waiting: Waiting[] = [];
  let isServing = false;
  /** Whether the account says more than is so. */
  let isBehind = false;
  let wakeSettled = () => {};

  const spentByAll = () => sumOf([spent, ...others.map((other) => other.spent)]);
  const asideByAll = () => sumOf([aside, ...others.map((other) => other.aside)]);
  const fits = (parts: readonly Spending[]) => {
    const { usd, tokens } = sumOf(parts);
    return (capUsd === undefined || usd <= capUsd) && (capTokens === undefined || tokens <= capTokens);
  };

  async function write(more: readonly Waiting[]): Promise<void> {
    isBehind = false;
    const all = sumOf([aside, ...more.map(({ upTo }) => upTo)]);
    const aliveUntil = new Date(clock.now().getTime() + silentMs).toISOString();
    await accounts.write({ spent: { ...spent }, aside: all, aliveUntil });
  }

  /** Takes aside what fits, in the order in which it was asked for. */
  async function takeWhatFits(): Promise<void> {
    const asked = waiting.slice();
    await write(asked);
    if (asked.length === 0) return;
    others = await accounts.others();
    for (const one of asked) {
      if (!waiting.includes(one)) continue;
      if (!fits([spentByAll(), asideByAll(), one.upTo])) break;
      waiting.shift();
      aside.usd += one.upTo.usd;
      aside.tokens += one.upTo.tokens;
      underWay++;
      one.resolve();
    }
    if (asked.some((one) => waiting.includes(one))) await write([]);
  }

  /** Waits for what is under way, here or elsewhere, where only that stands in between. */
  async function waitFor(one: Waiting): Promise<void> {
    const isAlive = others.some(
      (other) => other.aside.tokens > 0 && Date.parse(other.aliveUntil) > clock.now().getTime(),
    );
    const isOver = !fits([spentByAll(), one.upTo]);
    if (isOver || (underWay === 0 && !isAlive)) {
      const taken = isOver ? spentByAll() : sumOf([spentByAll(), asideByAll()]);
      // Together, since nothing is written for those who get nothing.
      for (const each of waiting.filter(({ upTo }) => !fits([taken, upTo]))) {
        waiting.splice(waiting.indexOf(each), 1);
        each.reject(new BudgetError(budgetMessage(each.upTo, taken, { capUsd, capTokens })));
      }
    } else if (underWay > 0) await new Promise<void>((resolve) => (wakeSettled = resolve));
    else await sleep(pollMs * (0.5 + random.next()));
  }

  async function serve(): Promise<void> {
    if (isServing) return;
    isServing = true;
    try {
      while (waiting.length > 0 || (isBehind && underWay === 0)) {
        const [first] = waiting;
        await takeWhatFits();
        if (first !== undefined && waiting[0] === first) await waitFor(first);
      }
    } catch (error) {
      // Who waits is told; an account that says too much is on the safe side.
      for (const one of waiting.splice(0)) one.reject(error);
      isBehind = false;
    } finally {
      isServing = false;
    }
  }

  return {
    capsMoney: capUsd !== undefined,
    spent: spentByAll,
    reserve: async (upTo, signal) => {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const leave = () => {
          const at = waiting.indexOf(one);
          if (at >= 0) waiting.splice(at, 1);
          wakeSettled();
          reject(signal!.reason);
        };
        const stay = () => signal?.removeEventListener("abort", leave);
        const one: Waiting = {
          upTo,
          resolve: () => {
            stay();
            resolve();
          },
          reject: (error) => {
            stay();
            reject(error);
          },
        };
        signal?.addEventListener("abort", leave, { once: true });
        waiting.push(one);
        void serve();
      });
      let settled = false;
      return {
        settle: (real) => {
          if (settled) return;
          settled = true;
          underWay--;
          aside.usd = underWay === 0 ? 0 : Math.max(0, aside.usd - upTo.usd);
          aside.tokens -= upTo.tokens;
          spent.usd += real.usd;
          spent.tokens += real.tokens;
          isBehind = true;
          wakeSettled();
          void serve();
        },
      };
    },
  };
}
