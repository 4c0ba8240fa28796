import type { Store } from "#lib/store/index.ts";

/** The layout and the record shapes that this version reads and writes. */
export const schemaVersion = 1;

/** A corpus on a store; `key` is there where authors have to be given their pseudonyms. */
export interface Corpus {
  readonly store: Store;
  readonly key: Uint8Array | null;
}
