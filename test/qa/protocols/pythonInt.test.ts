import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { pythonInt } from "#lib/qa/index.ts";
import { python } from "../../python.ts";

/** What python3's own int() makes of JSON values; null where it raises, as a double beyond 2^53. */
function realInt(values: unknown[]): unknown {
  const code = `
import json, sys
out = []
for value in json.load(sys.stdin):
    try:
        out.append(float(int(value)))
    except (TypeError, ValueError, OverflowError):
        out.append(None)
print(json.dumps(out))`;
  return python(code, values);
}

const ours = (values: unknown[]) => values.map(pythonInt);

it("takes what int() takes: booleans, cut decimals, spaces, signs, underscores and full-width digits", () => {
  expect(ours([true, false, 2.9, -0.4, -2.9, " 2 ", "+3", "-1", "1_0", "２", "007"])).toEqual([
    1, 0, 2, 0, -2, 2, 3, -1, 10, 2, 7,
  ]);
});

it("refuses what int() refuses", () => {
  const refused = ["2.0", "B", "", " ", "+", "1__0", "_1", "1_", "+ 3", "0x1", "1e0", "①", "二", null, [1], { a: 1 }];
  expect(ours(refused)).toEqual(refused.map(() => null));
});

it("agrees with python3 on texts of its alphabet, hundreds of them made at random", () => {
  const random = seededRandom("int");
  const letters = [
    ..."0123456789０３٣𝟙_+- \t\n\v\f\r.eB\u001c\u001f\u0085\u00a0\u1680\u2003\u2028\u202f\u205f\u3000\u200b\ufeff\u0000²",
  ];
  const texts = Array.from({ length: 1500 }, () => {
    const digits = Array.from({ length: 1 + random.below(3) }, () => random.pick(letters.slice(0, 18))).join("");
    return random.next() < 0.5 ? digits : `${random.pick(letters)}${digits}${random.pick(letters)}`;
  });
  const taken = ours(texts);
  expect(taken).toEqual(realInt(texts));
  expect(taken.filter((value) => value !== null).length).toBeGreaterThan(300);
});

it("agrees with python3 on numbers, however large, and on values of other types", () => {
  const random = seededRandom("numbers");
  const seeded = Array.from({ length: 300 }, () => (random.next() - 0.5) * 10 ** (random.below(40) - 5));
  const values = [...seeded, 0, -0, 0.5, -0.999, 3.0000001, 2 ** 53 + 2, 1e300, true, false, null, [], [1], {}, ""];
  expect(ours(values)).toEqual(realInt(values));
});

it("knows every decimal digit that python3 knows", () => {
  const code = `
import json, sys, unicodedata
print(json.dumps([[chr(c), unicodedata.decimal(chr(c))] for c in range(0x110000) if unicodedata.decimal(chr(c), None) is not None]))`;
  const digits = python(code, null) as [string, number][];
  expect(digits.length).toBeGreaterThan(600);
  expect(digits.filter(([digit, value]) => pythonInt(digit) !== value)).toEqual([]);
});
