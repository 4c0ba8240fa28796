import type { ConvertedAmount, NotConverted } from "#lib/corpus/index.ts";

/** What was paid in one currency. */
export interface AmountsRow {
  currency: string | null;
  events: number;
  amount: number;
  /** Of the events that were converted. */
  value: number;
  converted: number;
  notConverted: Partial<Record<NotConverted, number>>;
}

/** Counts amounts by their currency. */
export function makeAmountsTally(): { add: (one: ConvertedAmount) => void; rows: () => AmountsRow[] } {
  const found = new Map<string | null, AmountsRow>();
  return {
    add: ({ currency, amount, value, notConverted }) => {
      const row = found.get(currency) ?? { currency, events: 0, amount: 0, value: 0, converted: 0, notConverted: {} };
      found.set(currency, row);
      row.events++;
      row.amount += amount ?? 0;
      row.value += value ?? 0;
      if (notConverted === null) row.converted++;
      else row.notConverted[notConverted] = (row.notConverted[notConverted] ?? 0) + 1;
    },
    rows: () => [...found.values()].sort((a, b) => ((a.currency ?? "") < (b.currency ?? "") ? -1 : 1)),
  };
}

const whys: Readonly<Record<NotConverted, string>> = {
  noAmount: "no amount was shown",
  noCurrency: "the rates have no such currency",
  noDate: "the day is not known",
  noRate: "no rate of that week",
};

/** Counts of amounts for a person, with the decimals that the currency has. */
export function amountsText(counts: {
  currency: string;
  rates: { file: string; sha256: string };
  currencies: readonly AmountsRow[];
}): string {
  const { currency: into, rates, currencies } = counts;
  const digits = new Intl.NumberFormat("en", { style: "currency", currency: into }).resolvedOptions()
    .maximumFractionDigits;
  const rows = [
    ["currency", "events", "amount", "converted", into],
    ...currencies.map(({ currency, events, amount, value, converted }) => [
      currency ?? "none",
      `${events}`,
      `${Math.round(amount * 1000) / 1000}`,
      `${converted}`,
      converted === 0 ? "-" : value.toFixed(digits),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  "),
  );
  const all = currencies.reduce((sum, row) => ({ events: sum.events + row.events, value: sum.value + row.value }), {
    events: 0,
    value: 0,
  });
  const converted = currencies.reduce((sum, row) => sum + row.converted, 0);
  const left = currencies.flatMap(({ currency, notConverted }) =>
    Object.entries(notConverted).map(
      ([why, events]) => `  ${currency ?? "none"}: ${events} events, ${whys[why as NotConverted]}`,
    ),
  );
  return [
    ...table,
    `${converted} of ${all.events} events are worth ${all.value.toFixed(digits)} ${into}.`,
    ...(left.length > 0 ? ["Not converted, and in no sum:", ...left] : []),
    `Rates: ${rates.file}, SHA-256 ${rates.sha256}`,
    "",
  ].join("\n");
}
