/** An amount as a platform shows it; `known` is false where the currency is not an ISO 4217 code but the text's own sign. */
export interface Money {
  amount: number;
  currency: string;
  known: boolean;
}

const currencyNames = new Intl.DisplayNames("en", { type: "currency", fallback: "none" });

/** Each currency with the signs that mean it on the platforms we read; YouTube writes an ISO code for every other. */
const signsOf: readonly (readonly [string, ...string[]])[] = [
  ["USD", "$", "US$", "$US"],
  ["AUD", "A$", "AU$", "$AU"],
  ["CAD", "CA$", "$CA"],
  ["TWD", "NT$", "TW$"],
  ["HKD", "HK$", "$HK"],
  ["MXN", "MX$", "$MX"],
  ["NZD", "NZ$", "$NZ"],
  ["BRL", "R$"],
  ["SGD", "S$", "SG$", "$SG"],
  ["JPY", "¥", "￥", "JP¥", "円"],
  ["CNY", "CN¥", "元"],
  ["KRW", "₩", "￦", "원"],
  ["EUR", "€"],
  ["GBP", "£", "UK£", "GB£", "£GB"],
  ["INR", "₹"],
  ["RUB", "₽"],
  ["UAH", "₴"],
  ["TRY", "₺"],
  ["ILS", "₪"],
  ["PHP", "₱"],
  ["VND", "₫"],
  ["THB", "฿"],
  ["NGN", "₦"],
  ["CRC", "₡"],
  ["PYG", "₲"],
  ["KZT", "₸"],
  ["PLN", "zł"],
  ["CZK", "Kč"],
  ["HUF", "Ft"],
  ["IDR", "Rp"],
  ["MYR", "RM"],
  ["PEN", "S/", "S/."],
  ["RON", "lei"],
  ["BGN", "лв."],
  ["AED", "د.إ."],
  ["SAR", "ر.س."],
  ["EGP", "ج.م."],
  ["KWD", "د.ك."],
];
const codeOf = new Map(signsOf.flatMap(([code, ...signs]) => signs.map((sign) => [sign, code] as const)));

/** Currencies of a thousand parts, which are always shown with three decimals. */
const threeDecimals = new Set(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]);

/** No platform shows a longer one. */
const longestText = 64;

/** Marks that steer right-to-left writing. */
const invisible = /[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;
const number = /\d(?:[\d.,'’\s]*\d)?/u;

/**
 * Reads an amount with its currency sign or ISO 4217 code before or after it, in any of the notations that YouTube shows:
 * a last `.` or `,` parts the decimals unless three digits follow it. `$` alone is read as US dollars and `¥` as yen, which
 * is what YouTube means by them in English and Japanese. Undefined where there is no amount, or a negative one.
 *
 * @example
 * parseMoney("CA$5.00"); // => { amount: 5, currency: "CAD", known: true }
 * parseMoney("1.234,56 €"); // => { amount: 1234.56, currency: "EUR", known: true }
 */
export function parseMoney(text: string): Money | undefined {
  if (text.length > longestText) return undefined;
  const plain = asciiDigits(text.replace(invisible, ""));
  const digits = number.exec(plain);
  if (!digits) return undefined;
  const before = plain.slice(0, digits.index).trim();
  const after = plain.slice(digits.index + digits[0].length).trim();
  if (/\d/.test(after) || /[-\u2212]$/.test(before) || /^[-\u2212]/.test(before)) return undefined;
  const sign = [before, after].filter((part) => part !== "").join(" ");
  const code = isCode(sign) ? sign : codeOf.get(sign);
  const amount = parseAmount(digits[0], code);
  return Number.isFinite(amount) ? { amount, currency: code ?? sign, known: code !== undefined } : undefined;
}

function isCode(sign: string): boolean {
  return /^[A-Z]{3}$/.test(sign) && currencyNames.of(sign) !== undefined;
}

function parseAmount(text: string, code: string | undefined): number {
  const digits = text.replace(/[\s'’]/gu, "");
  const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  if (last === -1) return Number(digits);
  const separator = digits[last]!;
  const decimals = digits.length - last - 1;
  const alone = !/[.,]/.test(digits.slice(0, last));
  const repeated = digits.indexOf(separator) !== last;
  const thousands = repeated || (alone && decimals === 3 && !digits.startsWith("0") && !threeDecimals.has(code ?? ""));
  const whole = thousands ? digits : digits.slice(0, last);
  return Number(`${whole.replace(/[.,]/g, "")}.${thousands ? "0" : digits.slice(last + 1)}`);
}

/** Arabic-Indic and full-width digits and separators as ASCII ones. */
function asciiDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/gu, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\uff10-\uff19]/gu, (digit) => String(digit.charCodeAt(0) - 0xff10))
    .replace(/[\u066b\uff0e]/gu, ".")
    .replace(/[\u066c\uff0c]/gu, ",");
}
