/**
 * A text as Whisper's evaluation compares it in any language: without what stands in brackets, marks, symbols and
 * punctuation as blanks, in lower case, NFKC, white space to one blank (Radford et al. 2022, arXiv:2212.04356, appendix C).
 *
 * @example
 * normaliseBasic("Ｇ６４ [笑] です。"); // => "g64 です"
 */
export function normaliseBasic(text: string): string {
  return withoutAsides(text.toLowerCase())
    .normalize("NFKC")
    .replace(/[\p{M}\p{S}\p{P}]/gu, " ")
    .toLowerCase()
    .replace(/\s+/gu, " ")
    .trim();
}

/** A text without what stands between brackets or parentheses. */
export function withoutAsides(text: string): string {
  return text.replace(/[<[][^>\]]*[>\]]/g, "").replace(/\([^)]+\)/g, "");
}
