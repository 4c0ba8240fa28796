import type { Corpus } from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import { readFailure, recordFailure } from "./failure.ts";

/**
 * Gives a dead task all its attempts again; false where it is not dead. Nothing is forgotten: the failures stay, and that
 * a person has asked for another try is put on record behind them.
 */
export async function retryTask(corpus: Corpus, task: string, who: { name: string; clock: Clock }): Promise<boolean> {
  const last = await readFailure(corpus.store, task);
  if (!last?.failure.dead) return false;
  return recordFailure(corpus.store, last.n + 1, {
    ...last.failure,
    error: "Retried",
    message: "A person asked for another try.",
    attempt: 0,
    waitMs: 0,
    dead: false,
    worker: who.name,
    at: who.clock.now().toISOString(),
  });
}
