import { CsvError, parse } from "csv-parse/sync";
import { InputError } from "#lib/errors.ts";

/** What one unit of a currency was worth, and on which day. */
export interface Rate {
  readonly rate: number;
  /** YYYY-MM-DD. */
  readonly date: string;
}

/** Exchange rates into one currency. */
export interface Rates {
  has(currency: string): boolean;
  /** The rate of a day, or of the last day before it that has one, at most a week before; null where there is none. */
  on(date: string, currency: string): Rate | null;
}

const columns = ["date", "currency", "rate"];
const longestAgeMs = 7 * 86_400_000;

/**
 * Reads a table of exchange rates: a CSV with the columns date (YYYY-MM-DD), currency (an ISO 4217 code, or BITS) and rate: how
 * many units of `into` one unit of the currency was worth on that day. A yen is one unit, as is a dollar.
 *
 * @param into the currency of the rates
 * @param file its name, for messages
 * @throws InputError for anything else, with the line
 *
 * @example
 * parseRates("date,currency,rate\n2026-01-05,JPY,0.0064\n", "USD", "rates.csv").on("2026-01-06", "JPY");
 * // => { rate: 0.0064, date: "2026-01-05" }
 */
export function parseRates(text: string, into: string, file: string): Rates {
  const rows = rowsOf(text, file);
  const found = new Map<string, Map<string, number>>();
  rows.forEach((row, i) => {
    const place = `${file}, row ${i + 2}`;
    const [date = "", currency = "", rateText = ""] = columns.map((name) => row[name]?.trim() ?? "");
    if (!isDay(date)) throw new InputError(`${place}: expected a date such as 2026-01-31, found ${quoted(date)}.`);
    if (!/^(?:[A-Z]{3}|BITS)$/.test(currency))
      throw new InputError(`${place}: expected an ISO 4217 code such as JPY, or BITS, found ${quoted(currency)}.`);
    const rate = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(rateText) ? Number(rateText) : Number.NaN;
    if (!(rate > 0) || !Number.isFinite(rate))
      throw new InputError(`${place}: expected a rate above 0 with a decimal point, found ${quoted(rateText)}.`);
    if (currency === into && rate !== 1)
      throw new InputError(
        `${place}: expected rates into ${into}, found that one ${into} is ${rateText}. Name the file's own currency with --currency.`,
      );
    const days = found.get(currency) ?? new Map<string, number>();
    const before = days.get(date);
    if (before !== undefined && before !== rate)
      throw new InputError(`${place}: expected one rate of ${currency} on ${date}, found ${before} and ${rate}.`);
    found.set(currency, days.set(date, rate));
  });
  const tables = new Map(
    [...found].map(([currency, days]) => [currency, [...days].sort(([a], [b]) => (a < b ? -1 : 1))] as const),
  );
  return {
    has: (currency) => currency === into || tables.has(currency),
    on: (date, currency) => (currency === into ? { rate: 1, date } : lastBefore(tables.get(currency) ?? [], date)),
  };
}

function lastBefore(days: readonly (readonly [string, number])[], date: string): Rate | null {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]![0] <= date) low = middle + 1;
    else high = middle;
  }
  const last = days[low - 1];
  if (!last || Date.parse(date) - Date.parse(last[0]) > longestAgeMs) return null;
  return { date: last[0], rate: last[1] };
}

function rowsOf(text: string, file: string): Record<string, string>[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(text.trimEnd(), {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new InputError(`${file}: expected a CSV with the columns ${columns}, found ${cause.message}.`, { cause });
  }
  const [first] = rows;
  if (!first || columns.some((name) => !(name in first)))
    throw new InputError(
      `${file}: expected a CSV with the columns ${columns} and a row, found ${first ? `the columns ${Object.keys(first)}` : "no row"}.`,
    );
  return rows;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(Date.parse(text)).toJSON()?.slice(0, 10) === text;
}

const quoted = (text: string) => JSON.stringify(text.slice(0, 40));
