/**
 * Where bytes live. Names are `/`-separated keys below the store's root; a directory and a bucket keep the same promises:
 * an object is whole or absent, and `create` has one winner.
 */
export interface Store {
  /** A name for messages, e.g. the directory. */
  readonly location: string;
  /** The whole object, or null when there is none. */
  get(name: string): Promise<Uint8Array | null>;
  /** The object in pieces; throws InputError when there is none. */
  read(name: string): AsyncIterable<Uint8Array>;
  stat(name: string): Promise<{ bytes: number } | null>;
  /** Writes the whole object or nothing, replacing what was there. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Like put, but false and untouched when the object exists already. */
  create(name: string, bytes: Uint8Array): Promise<boolean>;
  /** Names below a prefix, in code-unit order. */
  list(prefix: string): AsyncIterable<string>;
  delete(name: string): Promise<void>;
  /** Copies an object to a file of this machine. */
  download(name: string, path: string): Promise<void>;
  /** Publishes a file of this machine as an object; true to move the file instead of copying it. */
  upload(path: string, name: string, options?: { move?: boolean }): Promise<void>;
  /** The object as a file of this machine, to read only; a store whose objects are no files has none. */
  localPath?(name: string): string;
  /**
   * A new empty folder of this machine, where files are prepared before `upload` moves them in. A folder that a killed
   * process left behind is removed by the next call.
   */
  scratch(): Promise<string>;
}
