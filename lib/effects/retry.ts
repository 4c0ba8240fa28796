import { makeBackOff, type Patience, type RetryEffects } from "./backOff.ts";

/**
 * Does something until it succeeds, with pauses between the attempts; see makeBackOff.
 *
 * @param act told the number of the attempt, from 1, and what to call when it has got further
 * @throws what `act` threw last, when that is nothing to be tried again or when patience is at its end
 */
export async function retry<T>(
  act: (attempt: number, progressed: () => void) => Promise<T>,
  patience: Patience,
  effects: RetryEffects,
): Promise<T> {
  const { pause, progressed } = makeBackOff(patience, effects);
  for (let attempt = 1; ; attempt++) {
    try {
      return await act(attempt, progressed);
    } catch (error) {
      await pause(error);
    }
  }
}
