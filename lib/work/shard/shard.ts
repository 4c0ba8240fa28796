import { InputError } from "#lib/errors.ts";

/** One of `count` parts of the tasks, numbered from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Reads a shard as a person writes it: `3/10` is the third of ten.
 *
 * @throws InputError for anything else
 */
export function parseShard(text: string): Shard {
  const [, part, count] = /^([0-9]{1,9})\/([0-9]{1,9})$/.exec(text) ?? [];
  const shard = { index: Number(part) - 1, count: Number(count) };
  if (part !== undefined && shard.index >= 0 && shard.index < shard.count) return shard;
  throw new InputError(`--shard ${text}: expected i/n with i from 1 to n, as 3/10 for the third of ten.`);
}
