import { describe, expect, it } from "vitest";
import { parseMoney } from "#lib/formats/index.ts";

describe("parseMoney", () => {
  it.each([
    ["¥1,000", 1000, "JPY"],
    ["￥500", 500, "JPY"],
    ["￥1,234,567", 1234567, "JPY"],
    ["500円", 500, "JPY"],
    ["$19.99", 19.99, "USD"],
    ["$1,000", 1000, "USD"],
    ["CA$5.00", 5, "CAD"],
    ["A$10.00", 10, "AUD"],
    ["NT$150.00", 150, "TWD"],
    ["HK$50.00", 50, "HKD"],
    ["MX$20.00", 20, "MXN"],
    ["NZ$169.99", 169.99, "NZD"],
    ["R$20.00", 20, "BRL"],
    ["R$ 20,00", 20, "BRL"],
    ["€4,99", 4.99, "EUR"],
    ["4,99 €", 4.99, "EUR"],
    ["€2", 2, "EUR"],
    ["1.234,56\u00a0€", 1234.56, "EUR"],
    ["1\u202f234,56\u00a0€", 1234.56, "EUR"],
    ["1'234.50 CHF", 1234.5, "CHF"],
    ["£1,234.50", 1234.5, "GBP"],
    ["CZK\u00a0200.00", 200, "CZK"],
    ["CLP\u00a02,500", 2500, "CLP"],
    ["SEK 50.00", 50, "SEK"],
    ["PHP 250.00", 250, "PHP"],
    ["₩10,000", 10000, "KRW"],
    ["10.000 ₩", 10000, "KRW"],
    ["₹40.00", 40, "INR"],
    ["₹1,00,000.00", 100000, "INR"],
    ["KWD 1.500", 1.5, "KWD"],
    ["$0.500", 0.5, "USD"],
    ["\u200f١٬٢٣٤٫٥٠ د.إ.\u200f", 1234.5, "AED"],
    ["￥１，０００", 1000, "JPY"],
  ])("reads %s", (text, amount, currency) => {
    expect(parseMoney(text)).toEqual({ amount, currency, known: true });
  });

  it.each([
    ["kr 50", { amount: 50, currency: "kr", known: false }],
    ["[NEW]10,800", { amount: 10800, currency: "[NEW]", known: false }],
    ["500", { amount: 500, currency: "", known: false }],
  ])("leaves the currency of %s as it is written and says that it is not known", (text, expected) => {
    expect(parseMoney(text)).toEqual(expected);
  });

  it.each(["", "free", "-$5.00", "$-5.00", "$5.00 and 3 more", `$${"9".repeat(100)}`])(
    "reads no amount in %j",
    (text) => {
      expect(parseMoney(text)).toBeUndefined();
    },
  );

  // ICU writes the amounts, so the notations are not ours.
  const locales = ["en-US", "ja-JP", "ko-KR", "de-DE", "fr-FR", "pt-BR", "pl-PL", "en-IN", "ar-AE", "it-IT", "ru-RU"];
  const currencies = ["USD", "CAD", "AUD", "EUR", "JPY", "GBP", "INR", "KRW", "PHP", "ILS", "CHF", "SEK", "VND", "BRL"];
  it.each(locales)("reads back what Intl writes in %s", (locale) => {
    for (const currency of currencies)
      for (const amount of [5, 1234, 98765432]) {
        const text = new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
        expect({ text, ...parseMoney(text) }).toEqual({ text, amount, currency, known: true });
      }
  });
});
