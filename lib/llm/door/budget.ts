import { InputError } from "#lib/errors.ts";

/** Money and tokens. */
export interface Spending {
  usd: number;
  tokens: number;
}

/** What was taken aside for one call. */
export interface Reservation {
  /** Puts what the call really took in the place of what was taken aside. */
  settle(real: Spending): void;
}

/** A cap that is kept before the money is spent, shared by all models of a run. */
export interface Budget {
  /** True where money is capped, so that every model needs a price. */
  readonly capsMoney: boolean;
  /**
   * Takes a call's upper bound aside, so that what is spent and what is under way never exceed the cap together. Waits for calls
   * under way where only they stand in between.
   *
   * @throws BudgetError where the call does not fit even alone
   */
  reserve(upTo: Spending, signal?: AbortSignal): Promise<Reservation>;
  /** What has been spent, with what was spent before. */
  spent(): Spending;
}

export interface BudgetOptions {
  capUsd?: number;
  capTokens?: number;
  /** What earlier runs of the same study have spent; see spentOn. */
  before?: Spending;
}

/** The cap is reached: what was paid is kept, and a run with a higher cap goes on from there. */
export class BudgetError extends InputError {}

/** The budget of a run of one process; without caps it only counts. Where several processes share one, see shareBudget. */
export function makeBudget({ capUsd, capTokens, before = { usd: 0, tokens: 0 } }: BudgetOptions = {}): Budget {
  const spent = { ...before };
  const aside = { usd: 0, tokens: 0 };
  let underWay = 0;
  let waiting: (() => void)[] = [];
  const fits = (upTo: Spending, others: Spending) =>
    (capUsd === undefined || spent.usd + others.usd + upTo.usd <= capUsd) &&
    (capTokens === undefined || spent.tokens + others.tokens + upTo.tokens <= capTokens);

  return {
    capsMoney: capUsd !== undefined,
    spent: () => ({ ...spent }),
    reserve: async (upTo, signal) => {
      while (!fits(upTo, aside)) {
        if (underWay === 0) throw new BudgetError(budgetMessage(upTo, spent, { capUsd, capTokens }));
        await new Promise<void>((resolve) => waiting.push(resolve));
        signal?.throwIfAborted();
      }
      aside.usd += upTo.usd;
      aside.tokens += upTo.tokens;
      underWay++;
      let settled = false;
      return {
        settle: (real) => {
          if (settled) return;
          settled = true;
          underWay--;
          aside.usd = underWay === 0 ? 0 : aside.usd - upTo.usd;
          aside.tokens -= upTo.tokens;
          spent.usd += real.usd;
          spent.tokens += real.tokens;
          const woken = waiting;
          waiting = [];
          for (const wake of woken) wake();
        },
      };
    },
  };
}

/** What a reader of the error is told: what is spent, what the next call may take, and what to do. */
export function budgetMessage(
  upTo: Spending,
  spent: Spending,
  { capUsd, capTokens }: { capUsd: number | undefined; capTokens: number | undefined },
): string {
  const said = [
    ...(capUsd === undefined
      ? []
      : [`$${spent.usd.toFixed(4)} of $${capUsd}, the next call may take $${upTo.usd.toFixed(4)}`]),
    ...(capTokens === undefined
      ? []
      : [`${spent.tokens} of ${capTokens} tokens, the next call may take ${upTo.tokens}`]),
  ];
  return `The budget is used up: ${said.join("; ")}. What was paid is kept: raise the cap and run again to go on.`;
}
