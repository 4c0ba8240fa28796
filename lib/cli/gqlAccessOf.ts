import { readFile } from "node:fs/promises";
import { type GqlAccess, parseGqlAccess } from "#lib/collect/index.ts";
import { InputError } from "#lib/errors.ts";

/** How Twitch's player asks today, from the file that --twitch-gql names. */
export async function gqlAccessOf(file: string): Promise<GqlAccess> {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`--twitch-gql ${file}: the file cannot be read (${cause.code}).`, { cause });
  });
  return parseGqlAccess(text, `--twitch-gql ${file}`);
}
