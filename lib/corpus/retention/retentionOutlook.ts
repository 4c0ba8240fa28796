import type { Clock } from "#lib/effects/index.ts";
import type { Corpus } from "../corpus.ts";
import { listRetained, type Retained } from "./listRetained.ts";

const soonMs = 7 * 86_400_000;

/** Which raw sources are to be removed, and which in a week's time. */
export interface RetentionOutlook {
  readonly expired: readonly Retained[];
  readonly soon: readonly Retained[];
}

/** Looks at the time for which the raw sources of a corpus may be kept; the earliest end first. */
export async function retentionOutlook(corpus: Corpus, clock: Clock): Promise<RetentionOutlook> {
  const nowMs = clock.now().getTime();
  const all = await listRetained(corpus);
  all.sort((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
  const leftMs = ({ expiresAt }: Retained) => Date.parse(expiresAt) - nowMs;
  return {
    expired: all.filter((one) => leftMs(one) <= 0),
    soon: all.filter((one) => leftMs(one) > 0 && leftMs(one) <= soonMs),
  };
}
