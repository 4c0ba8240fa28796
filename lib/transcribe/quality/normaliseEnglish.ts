import { americanSpelling } from "./americanSpelling.ts";
import { contractions } from "./contractions.ts";
import { withoutAsides } from "./normaliseBasic.ts";
import { numbersAsDigits } from "./numbersAsDigits.ts";

/** Letters that no normal form takes apart. */
const plainLetters = new Map(Object.entries({ œ: "oe", ø: "o", æ: "ae", ß: "ss", đ: "d", ð: "d", þ: "th", ł: "l" }));

/**
 * An English text as Whisper's evaluation compares it: without asides, hesitations, diacritics and punctuation, contractions
 * written out, numbers in digits, American spelling (Radford et al. 2022, arXiv:2212.04356, appendix C, its twelve steps in
 * their order). Of the spellings only the common families are known here, where the paper's program has a list of 1,700.
 *
 * @example
 * normaliseEnglish("Um, he's paid two dollars and seventy cents!"); // => "he is paid $2.70"
 */
export function normaliseEnglish(text: string): string {
  const said = withoutAsides(text.toLowerCase())
    .replace(/[’‘]/g, "'")
    .replace(/\b(?:hmm|mm|mhm|mmm|uh|um)\b/g, "")
    .replace(/\s+'/g, "'");
  const plain = contractions
    .reduce((held, [short, long]) => held.replace(short, long), said)
    .replace(/(\d),(?=\d)/g, "$1")
    .replace(/\.(?=\D|$)/g, " ");
  const words = numbersAsDigits(withoutMarks(plain)).split(" ").map(americanSpelling).join(" ");
  return words
    .replace(/([$¢€£])\s+(?=\d)/g, "$1")
    .replace(/(\d)\s+%/g, "$1%")
    .replace(/[.$¢€£](?=\D|$)/g, " ")
    .replace(/(^|\D)%/g, "$1 ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Marks go, other symbols and punctuation become blanks; what numbers are written with stays. */
function withoutMarks(text: string): string {
  return [...text.normalize("NFKD")]
    .map((letter) => {
      if (".%$¢€£".includes(letter)) return letter;
      if (/\p{Mn}/u.test(letter)) return "";
      return /[\p{M}\p{S}\p{P}]/u.test(letter) ? " " : (plainLetters.get(letter) ?? letter);
    })
    .join("");
}
