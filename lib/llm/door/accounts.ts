import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { budgetFolder } from "#lib/records/index.ts";
import type { CallFiles } from "../calls/callFiles.ts";
import { spentOn } from "../calls/spentOn.ts";
import type { Spending } from "./budget.ts";

/** What of a store the accounts need; the store of a corpus is one. `put` replaces an object as a whole. */
export interface AccountFiles extends CallFiles {
  put(name: string, bytes: Uint8Array): Promise<void>;
}

const Money = z.strictObject({ usd: z.number().nonnegative(), tokens: z.number().nonnegative() });

/** What one process has spent of a study's budget, what it has taken aside, and when it is dead if nothing more is heard of it. */
const Account = z.strictObject({ spent: Money, aside: Money, aliveUntil: z.iso.datetime() });
export type Account = z.infer<typeof Account>;

/** The accounts of a study's processes, each written by its own process alone. */
export interface Accounts {
  write(own: Account): Promise<void>;
  others(): Promise<Account[]>;
}

/**
 * Opens an account for this process. What the study's kept calls have cost and no account has, such as those of a time without
 * a cap, is entered first: by one process, also where several begin at once.
 *
 * @throws InputError for an account that is none
 */
export async function openAccounts(files: AccountFiles, study: string): Promise<Accounts> {
  const folder = budgetFolder(study);
  const bytesOf = (account: Account) => Buffer.from(`${JSON.stringify(account)}\n`);
  const nothing = { usd: 0, tokens: 0 };
  const closed = new Date(0).toISOString();
  // Accounts are written before money is spent: read after the calls, they lack none of theirs.
  const kept = await spentOn(files, study);
  for (;;) {
    const all = await readAccounts(files, folder);
    const next = `${folder}${1 + Math.max(0, ...all.map(({ number }) => number))}.json`;
    const entered = sumOf(all.flatMap(({ account: { spent, aside } }) => [spent, aside]));
    const spent = { usd: Math.max(0, kept.usd - entered.usd), tokens: Math.max(0, kept.tokens - entered.tokens) };
    const isMissing = spent.tokens > 0 || spent.usd > 1e-9;
    const first: Account = { spent: isMissing ? spent : nothing, aside: nothing, aliveUntil: closed };
    // Where another process was faster, its account may be what was missing.
    if (!(await files.create(next, bytesOf(first)))) continue;
    if (isMissing) continue;
    return {
      write: (own) => files.put(next, bytesOf(own)),
      others: async () =>
        (await readAccounts(files, folder)).filter(({ path }) => path !== next).map(({ account }) => account),
    };
  }
}

async function readAccounts(
  files: AccountFiles,
  folder: string,
): Promise<{ path: string; number: number; account: Account }[]> {
  const paths: string[] = [];
  for await (const path of files.list(folder)) if (/\/\d+\.json$/.test(path)) paths.push(path);
  const read = paths.map(async (path) => {
    const bytes = await files.get(path);
    const number = Number(/(\d+)\.json$/.exec(path)![1]);
    return bytes === null ? [] : [{ path, number, account: parseAccount(bytes, `${path} in ${files.location}`) }];
  });
  return (await Promise.all(read)).flat();
}

function parseAccount(bytes: Uint8Array, place: string): Account {
  try {
    return Account.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    throw new InputError(
      `${place}: expected what a process has spent, found something else. Delete the file: what its kept calls cost is counted again.`,
      { cause },
    );
  }
}

/** Money and tokens added up. */
export function sumOf(parts: readonly Spending[]): Spending {
  const sum = { usd: 0, tokens: 0 };
  for (const { usd, tokens } of parts) {
    sum.usd += usd;
    sum.tokens += tokens;
  }
  return sum;
}
