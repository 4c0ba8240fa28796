import { readFile } from "node:fs/promises";
import { AuthError } from "#lib/errors.ts";
import { checkSecret } from "./secret.ts";

/**
 * A key from the environment: the variable itself, or the file that the variable with `_FILE` names. It is never an option, since
 * the options of a process are seen by all users of a machine.
 *
 * @param name the variable, e.g. `YOUTUBE_API_KEY`
 * @param from where such a key is made, for the message
 * @throws AuthError where there is none, InputError for what cannot be one
 */
export async function readSecret(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  from: string,
): Promise<string> {
  const said = env[name];
  if (said) return checkSecret(`$${name}`, said);
  const file = env[`${name}_FILE`];
  if (!file)
    throw new AuthError(
      `Expected a key in $${name}, or in the file that $${name}_FILE names; found neither. Make one ${from}.`,
    );
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new AuthError(
      `$${name}_FILE names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
  return checkSecret(file, text);
}
