/** What of a store the calls need; the store of a corpus is one. `create` makes an object whole or not at all, and has one winner. */
export interface CallFiles {
  /** A name for messages. */
  readonly location: string;
  get(name: string): Promise<Uint8Array | null>;
  create(name: string, bytes: Uint8Array): Promise<boolean>;
  list(prefix: string): AsyncIterable<string>;
}
