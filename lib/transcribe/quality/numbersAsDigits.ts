type Kind = "zero" | "one" | "ten" | "multiplier";
interface NumberWord {
  kind: Kind;
  value: number;
  /** An ordinal's or plural's ending, which closes the number. */
  ending: string;
}

const ones =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const ordinals =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth";
const tens = "twenty thirty forty fifty sixty seventy eighty ninety";
const multipliers = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };
const words = numberWords();
const signs: Readonly<Record<string, string>> = { minus: "-", negative: "-", plus: "+", positive: "+" };
const currencies: Readonly<Record<string, string>> = {
  ...{ pound: "£", pounds: "£", euro: "€", euros: "€" },
  ...{ dollar: "$", dollars: "$", cent: "¢", cents: "¢" },
};
const digits = /^[£€$¢+-]?\d+(?:\.\d+)?$/;

/**
 * Writes spelled-out numbers and sums of money of an English text in digits: `two dollars and seventy cents` as `$2.70`,
 * `nineteen ninety nine` as `1999`, `double oh seven` as `007`; one alone stays a word. Step 9 of the normalisation in
 * Radford et al. 2022, arXiv:2212.04356, appendix C.
 *
 * @param text in lower case, without punctuation other than of numbers
 */
export function numbersAsDigits(text: string): string {
  const parts = text
    .replace(/\b(\w+)\s+and\s+a\s+half\b/g, (all, word: string) =>
      words.has(word) || digits.test(word) ? `${word} point five` : all,
    )
    .replace(/\b(?:a\s+half|half(?:\s+a)?)\s+(?=(?:hundred|thousand|million|billion|trillion)\b)/g, "0.5 ")
    .replace(/([a-z])(?=\d)/g, "$1 ")
    .replace(/(\d)(?=[a-z])/g, "$1 ")
    .replace(/(\d)\s+(?=(?:st|nd|rd|th|s)\b)/g, "$1")
    .split(/\s+/)
    .filter(Boolean);
  return writeNumbers(parts)
    .join(" ")
    .replace(
      /([€£$])(\d+) (?:and )?¢(\d{1,2})\b/g,
      (_, sign: string, whole: string, cents: string) => `${sign}${whole}.${cents.padStart(2, "0")}`,
    )
    .replace(/[€£$]0\.(\d{1,2})\b/g, (_, cents: string) => `¢${Number(cents)}`)
    .replace(/(?<![\d.$€£¢+-])\b1(s?)\b(?![.%])/g, "one$1");
}

/** Goes through the words with the number that is being said in hand: a value while it adds up, digits once it is spelled. */
function writeNumbers(parts: readonly string[]): string[] {
  const out: string[] = [];
  let held: number | string | null = null;
  let sign = "";
  const close = (ending = "") => {
    if (held !== null) out.push(`${sign}${held}${ending}`);
    held = null;
    sign = "";
  };
  const isNumber = (part: string | undefined) => part !== undefined && (words.has(part) || digits.test(part));
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const next = parts[i + 1];
    const before = words.get(parts[i - 1] ?? "");
    const said = words.get(part);
    if (said) {
      if (said.kind === "multiplier" && typeof held === "string" && !Number.isSafeInteger(timesOf(held, said.value)))
        close();
      held = joined(held, said, before);
      if (said.ending !== "") close(said.ending);
    } else if (digits.test(part)) {
      if (typeof held === "string" && held.endsWith(".")) {
        held += part;
        continue;
      }
      if (held !== null) close();
      const bare = /^\d/.test(part) ? part : part.slice(1);
      if (bare !== part) sign = part[0]!;
      held = bare.includes(".") || !Number.isSafeInteger(Number(bare)) ? bare : Number(bare);
    } else if (part in signs && isNumber(next)) {
      close();
      sign = signs[part]!;
    } else if (part in currencies && held !== null) {
      sign = currencies[part]!;
      close();
    } else if (held !== null && (part === "percent" || (part === "per" && next === "cent"))) {
      close("%");
      if (part === "per") i++;
    } else if (part === "and" && before?.kind === "multiplier" && isNumber(next)) {
      // Three thousand and twenty is one number.
    } else if ((part === "double" || part === "triple") && isDigit(next)) {
      held = `${held ?? ""}${String(words.get(next!)!.value).repeat(part === "double" ? 2 : 3)}`;
      i++;
    } else if (part === "point" && isNumber(next)) held = `${held ?? ""}.`;
    else {
      close();
      out.push(part);
    }
  }
  close();
  return out;
}

/** The number in hand with one more word: added where the places are free, else said digit after digit. */
function joined(held: number | string | null, said: NumberWord, before: NumberWord | undefined): number | string {
  const { kind, value } = said;
  if (kind === "zero") return `${held || ""}0`;
  if (held === null) return value;
  if (kind === "multiplier") {
    if (typeof held === "string") return timesOf(held, value);
    if (held === 0) return 0;
    const below = held % 1000;
    return held - below + below * value;
  }
  const isSpelled = typeof held === "string" || (kind === "one" && before?.kind === "one" && before.ending === "");
  if (isSpelled) {
    const text = String(held);
    return kind === "one" && value < 10 && before?.kind === "ten" ? `${text.slice(0, -1)}${value}` : `${text}${value}`;
  }
  const room = kind === "one" && value < 10 ? 10 : 100;
  return (held as number) % room === 0 ? (held as number) + value : `${held}${value}`;
}

/** Decimals times a power of ten, without the last bits of a floating-point product. */
function timesOf(text: string, value: number): number {
  const [whole = "", decimals = ""] = text.split(".");
  const product = (Number(`${whole}${decimals}`) * value) / 10 ** decimals.length;
  return /^\d*\.?\d+$/.test(text) ? product : Number.NaN;
}

const isDigit = (word: string | undefined) => {
  const said = words.get(word ?? "");
  return said !== undefined && said.ending === "" && (said.kind === "zero" || (said.kind === "one" && said.value < 10));
};

function numberWords(): Map<string, NumberWord> {
  const known = new Map<string, NumberWord>();
  const put = (word: string, kind: Kind, value: number, ending = "") => known.set(word, { kind, value, ending });
  for (const word of ["zero", "oh", "o"]) put(word, "zero", 0);
  ones.split(" ").forEach((word, i) => {
    put(word, "one", i + 1);
    put(word === "six" ? "sixes" : `${word}s`, "one", i + 1, "s");
  });
  ordinals.split(" ").forEach((word, i) => {
    put(word, "one", i + 1, ["st", "nd", "rd"][i] ?? "th");
  });
  put("zeroth", "one", 0, "th");
  tens.split(" ").forEach((word, i) => {
    const value = 10 * (i + 2);
    put(word, "ten", value);
    put(word.replace(/y$/, "ies"), "ten", value, "s");
    put(word.replace(/y$/, "ieth"), "ten", value, "th");
  });
  for (const [word, value] of Object.entries(multipliers)) {
    put(word, "multiplier", value);
    put(`${word}s`, "multiplier", value, "s");
    put(`${word}th`, "multiplier", value, "th");
  }
  return known;
}
