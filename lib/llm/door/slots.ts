/** A number of places; who asks first is served first. */
export interface Slots {
  /** Does something in a place of its own, as soon as there is one. */
  within<T>(act: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * @param count how many may be busy at one time
 */
export function makeSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  const take = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (free > 0) {
      free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const served = () => {
        signal?.removeEventListener("abort", left);
        resolve();
      };
      const left = () => {
        waiting.splice(waiting.indexOf(served), 1);
        reject(signal!.reason);
      };
      waiting.push(served);
      signal?.addEventListener("abort", left, { once: true });
    });
  };
  return {
    within: async (act, signal) => {
      await take(signal);
      try {
        return await act();
      } finally {
        // The place goes on to the next directly, so that nobody who comes now gets in between.
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
  };
}
