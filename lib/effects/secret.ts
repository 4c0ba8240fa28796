import { InputError } from "#lib/errors.ts";

/** What stands in a message where a secret was. */
const hidden = "[hidden]";

/**
 * The same text without any of the secrets, as they are or as an address writes them.
 *
 * @param secrets keys and tokens; all of them, since a server may repeat in its answer what it was sent
 */
export function hideSecrets(text: string, secrets: Iterable<string>): string {
  let out = text;
  for (const secret of secrets)
    for (const form of new Set([
      secret,
      encodeURIComponent(secret),
      formOf(secret),
      JSON.stringify(secret).slice(1, -1),
    ]))
      if (form !== "") out = out.replaceAll(form, hidden);
  return out;
}

const formOf = (secret: string) => new URLSearchParams([["", secret]]).toString().slice(1);

/**
 * Checks that a text can be a key or token at all; the message never shows it. A key with a line break or a space in it would
 * be refused by the connection with a message that holds it.
 *
 * @param name where it is from, e.g. `$YOUTUBE_API_KEY`
 * @throws InputError when it is empty, shorter than 8 characters or holds what no key holds
 */
export function checkSecret(name: string, text: string): string {
  const secret = text.trim();
  if (secret === "") throw new InputError(`${name}: expected a key, found nothing.`);
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw new InputError(
      `${name}: expected one key on one line, found spaces, line breaks or other characters that no key holds. Copy it again.`,
    );
  if (secret.length < 8)
    throw new InputError(`${name}: expected a key, found only ${secret.length} characters. Copy it again, whole.`);
  return secret;
}
