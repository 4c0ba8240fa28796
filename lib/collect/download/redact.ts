import { hideSecrets } from "#lib/effects/index.ts";

/** Shorter ones stand in ordinary words too. */
const shortestSecret = 6;

/**
 * What a program said without secrets: the given ones, what addresses carry behind `?`, where platforms put signatures and tokens,
 * and before `@`, where a proxy's password stands.
 *
 * @example
 * redact("GET https://a.example/x?sig=1 with k3y-of-me", ["k3y-of-me"]); // => "GET https://a.example/x?… with [hidden]"
 */
export function redact(text: string, secrets: readonly string[]): string {
  const long = secrets.filter(({ length }) => length >= shortestSecret);
  const shown = text
    .replace(/(https?:\/\/[^\s?"'<>]+)\?[^\s"'<>]+/g, "$1?…")
    .replace(/\b((?:https?|socks[45]?[ah]?):\/\/)[^\s/?#"'<>]*@/gi, "$1…@");
  return hideSecrets(shown, long);
}
