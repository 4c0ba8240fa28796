import { normalise } from "#lib/text/index.ts";

/** A text without all that is neither letter nor digit, folded for comparison. */
export function bareText(text: string): string {
  return normalise(text).replace(/[^\p{L}\p{N}]/gu, "");
}
