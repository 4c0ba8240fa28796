import { normalise, stopWords } from "#lib/text/index.ts";
import type { Folded } from "./words.ts";

const particles =
  /(?:에서는|에게서|으로는|이라는|이라고|까지는|에서|에게|한테|으로|까지|부터|처럼|보다|마다|이랑|이나|라는|라고|에는|에도|은|는|이|가|을|를|에|로|와|과|랑|도|만|의)$/u;
const verbEndings = /(?:다|요|죠|지|네|니|까|고|서|면|며|데|게|던|든|려|야|자|해|했|함|음|임|군|걸)$/u;

/** A Korean word without its particle (a short list of suffixes, one taken off); at least two syllables stay. */
export function foldKorean(segment: string): Folded {
  const word = normalise(segment);
  const bare = word.replace(particles, "");
  const key = bare.length >= 2 ? bare : word;
  const base = { surface: segment.slice(0, key.length), key, closes: key !== word };
  const stop = stopWords("ko");
  if (stop.has(key) || stop.has(word)) return { ...base, content: false };
  if (/^[\p{Script=Latin}\p{N}]+$/u.test(key)) return { ...base, content: true };
  const isName = /^[가-힣\p{Script=Latin}\p{N}]{2,}$/u.test(key);
  return { ...base, content: isName && (base.closes || !verbEndings.test(word)) };
}
