import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { type ScoredItem, scoreAnswers } from "#lib/qa/index.ts";
import { renderTable, type Table } from "#lib/report/index.ts";
import {
  type CountedScore,
  chanceCorrected,
  clusteredProportion,
  holm,
  invalidPolicies,
  mcnemar,
  pairedDifference,
  positionBias,
  signFlipTest,
} from "#lib/stats/index.ts";
import { type Log, logged, readLog } from "./mmluLog.ts";

const root = process.env.LIVECORPUS_REAL;
if (!root) throw new Error("LIVECORPUS_REAL: expected the folder of real data, found nothing. Set it and run again.");

const readers = ["gemini-1.5-pro-002", "Llama-2-7b-hf"];
const zips = readers.map((reader) => join(root, "qa/mmlu_pro_eval", `model_outputs_${reader}_5shots.zip`));

/** Number of items, right only by the first, only by the second, p of the exact test. */
type Pairs = [n: number, onlyFirst: number, onlySecond: number, p: number];
interface Oracle {
  models: {
    rows: number;
    asLogged: number;
    unparsed: number;
    questions: number;
    invalid: number;
    excluded: number[];
    wrong: number[];
    exact: number[];
    chance: number;
    corrected: number;
    byChoices: Record<string, [n: number, accuracy: number, chance: number]>;
    positions: [chiSquare: number, p: number];
  }[];
  shared: Pairs;
  same: Pairs;
  log10P: number;
  difference: number[];
  categories: Record<string, Pairs>;
  holm: Record<string, number>;
}

let logs: Log[];
let oracle: Oracle;
beforeAll(() => {
  logs = readers.map((reader, i) => readLog(zips[i]!, reader));
  const script = join(import.meta.dirname, "mmluOracle.py");
  oracle = JSON.parse(execFileSync("/usr/bin/python3", [script, ...zips], { encoding: "utf8" }));
}, 60_000);

const itemsOf = ({ questions, answers }: Log, invalid: "excluded" | "wrong") =>
  scoreAnswers(questions, answers, { invalid });
const counted = ({ score, answers, invalid }: ScoredItem): CountedScore => ({
  score,
  valid: answers - invalid,
  invalid,
});

/** Lists by category, the cluster. */
function byCategory<T>(items: readonly T[], category: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(category(item), [...(found.get(category(item)) ?? []), item]);
  return found;
}
const clusters = (items: readonly ScoredItem[]) => [...byCategory(items, ({ video }) => video).values()];
const choicesOf = ({ questions }: Log) => new Map(questions.map(({ id, choices }) => [id, choices.length]));

function modelsTable(): Table {
  const rows = logs.map((log, i) => {
    const items = itemsOf(log, "excluded");
    const wrong = itemsOf(log, "wrong");
    const choices = choicesOf(log);
    const scored = wrong.map(({ question, score }) => ({ score: score!, choices: choices.get(question)! }));
    const chosen = Array.from({ length: 10 }, () => 0);
    for (const { question, choice } of log.answers)
      if (choice !== undefined && choices.get(question) === 10) chosen[choice]!++;
    const { excluded, countedWrong } = invalidPolicies(clusters(items).map((own) => own.map(counted)));
    const bias = positionBias(chosen)!;
    const values = {
      reader: readers[i]!,
      n: items.length,
      invalid: items.reduce((sum, { invalid }) => sum + invalid, 0),
      excluded,
      wrong: countedWrong,
      exact: clusteredProportion(clusters(wrong).map((own) => own.map(({ score }) => score!))),
      chance: scored.reduce((sum, one) => sum + 1 / one.choices, 0) / scored.length,
      corrected: chanceCorrected(scored),
      chiSquare: bias.chiSquare,
      p: bias.p,
    };
    return { values, sources: log.answers };
  });
  return {
    name: "models",
    title: "Two models on MMLU-Pro",
    keys: ["reader"],
    columns: [
      { key: "reader", label: "reader" },
      { key: "n", label: "questions" },
      { key: "invalid", label: "invalid" },
      { key: "excluded", label: "accuracy, invalid left out", digits: 4 },
      { key: "wrong", label: "accuracy, invalid wrong", digits: 4 },
      { key: "exact", label: "the same by Korn and Graubard", digits: 4 },
      { key: "chance", label: "chance", digits: 4 },
      { key: "corrected", label: "chance-corrected", digits: 4 },
      { key: "chiSquare", label: "chi-square of positions, ten choices", digits: 1 },
      { key: "p", label: "p", digits: 4 },
    ],
    rows,
    notes: ["Intervals count the questions of one category as belonging together."],
  };
}

interface Pair {
  category: string;
  first: number;
  second: number;
}

/** The scores of both readers on questions that both were asked, invalid answers wrong. */
function pairsOf(match: (id: string) => boolean = () => true): Pair[] {
  const [first, second] = logs.map((log) => itemsOf(log, "wrong")) as [ScoredItem[], ScoredItem[]];
  const other = new Map(second.map((item) => [item.question, item.score!]));
  return first
    .filter(({ question }) => other.has(question) && match(question))
    .map(({ question, video, score }) => ({ category: video.slice(6), first: score!, second: other.get(question)! }));
}

function tested(pairs: readonly Pair[]) {
  const only = (a: "first" | "second", b: "first" | "second") =>
    pairs.filter((pair) => pair[a] === 1 && pair[b] === 0).length;
  const [onlyFirst, onlySecond] = [only("first", "second"), only("second", "first")];
  return { n: pairs.length, onlyFirst, onlySecond, p: mcnemar(onlyFirst, onlySecond)! };
}

function categoriesTable(): Table {
  const categories = [...byCategory(pairsOf(), ({ category }) => category)].sort(([a], [b]) => (a < b ? -1 : 1));
  const tests = categories.map(([, pairs]) => tested(pairs));
  const adjusted = holm(tests.map(({ p }) => p));
  return {
    name: "categories",
    title: "McNemar by category",
    keys: ["category"],
    columns: [
      { key: "category", label: "category" },
      { key: "n", label: "shared" },
      { key: "onlyFirst", label: `only ${readers[0]}` },
      { key: "onlySecond", label: `only ${readers[1]}` },
      { key: "p", label: "p", digits: 4 },
      { key: "holm", label: "p, Holm", digits: 4 },
    ],
    rows: categories.map(([category], i) => ({
      values: { category, ...tests[i]!, holm: adjusted[i]! },
      sources: [categories[i]![1]],
    })),
    notes: [],
  };
}

const file = (table: Table, path: string) => renderTable(table).find((artefact) => artefact.path === path)!.text;
const read = (table: Table): Record<string, string>[] => parse(file(table, "table.csv"), { columns: true });
/** What a table of four digits prints of a number. */
const printed = (numbers: readonly number[]) => numbers.map((x) => x.toFixed(4));

describe("MMLU-Pro's logs of two models", () => {
  it("become records but for five rows with one choice, which ask nothing", () => {
    expect(logs.map(({ questions, answers }) => [questions.length, answers.length])).toEqual([
      [12_020, 12_020],
      [12_027, 12_027],
    ]);
    expect(logs.map(({ refused }) => refused.map(({ options }) => options.length))).toEqual([[], [1, 1, 1, 1, 1]]);
    const sizes = logs.map((log) => [...new Set(choicesOf(log).values())].sort((a, b) => a - b));
    // Later revisions of the data have no question of two choices, as the older one that Llama was asked has twice.
    expect(sizes).toEqual([
      [3, 4, 5, 6, 7, 8, 9, 10],
      [2, 3, 4, 5, 6, 7, 8, 9, 10],
    ]);
  });

  it("give the accuracies that MMLU-Pro publishes, 70.25 % and 18.34 %, with what could not be parsed counted wrong", () => {
    const published = logs.map((log) => {
      const items = itemsOf(log, "excluded").map(counted);
      return invalidPolicies([[...items, ...log.refused.map(logged)]]).countedWrong;
    });
    expect(published.map(({ value, n }) => [(100 * value!).toFixed(2), n])).toEqual([
      ["70.25", 12_020],
      ["18.34", 12_032],
    ]);
    published.forEach(({ value }, i) => {
      expect(value).toBeCloseTo(oracle.models[i]!.asLogged, 12);
    });
    const unparsed = logs.map(({ answers }) => answers.filter(({ status }) => status === "invalid").length);
    // One letter of Llama's names no choice of its question.
    expect(unparsed).toEqual([8, 2061 + 1]);
    expect(oracle.models.map((model) => model.unparsed)).toEqual([8, 2061]);
  });

  it("come out of score, stats and report as pandas and scipy have them, both policies side by side", () => {
    const table = modelsTable();
    const rows = read(table);
    oracle.models.forEach((model, i) => {
      const row = rows[i]!;
      const cells = (key: string) => [row[key], row[`${key}_low`], row[`${key}_high`]];
      expect([row.reader, row.n, row.invalid]).toEqual([readers[i], `${model.questions}`, `${model.invalid}`]);
      expect(cells("excluded")).toEqual(printed(model.excluded));
      expect(cells("wrong")).toEqual(printed(model.wrong));
      expect(cells("exact")).toEqual(printed(model.exact));
      expect([row.chance, row.corrected]).toEqual(printed([model.chance, model.corrected]));
      expect(row.chiSquare).toBe(model.positions[0].toFixed(1));
      expect(Number(row.p) / model.positions[1]).toBeCloseTo(1, 2);
    });
    expect(file(table, "table.md")).toMatch(/\| 12027 \| 2062 \| 0\.2210 \[.*?\] \| 0\.1831 \[0\.1400, 0\.2359\] \|/);
  });

  it("have their own chance for every number of choices, from a half to a tenth", () => {
    logs.forEach((log, i) => {
      const choices = choicesOf(log);
      const groups = byCategory(itemsOf(log, "wrong"), ({ question }) => `${choices.get(question)}`);
      expect([...groups.keys()].sort()).toEqual(Object.keys(oracle.models[i]!.byChoices).sort());
      for (const [k, items] of groups) {
        const [n, accuracy, chance] = oracle.models[i]!.byChoices[k]!;
        expect(items).toHaveLength(n);
        const corrected = chanceCorrected(items.map(({ score }) => ({ score: score!, choices: Number(k) })))!;
        expect(corrected).toBeCloseTo((accuracy - chance) / (1 - chance), 10);
      }
    });
  });

  it("are told apart by McNemar's test on the items they share, and on those that did not change in between", () => {
    const rows = logs.map(({ questions }) => new Map(questions.map((question) => [question.id, question])));
    const wording = ({ stem, choices, answer }: Log["questions"][number]) => JSON.stringify([stem, choices, answer]);
    const same = (id: string) => wording(rows[0]!.get(id)!) === wording(rows[1]!.get(id)!);
    // The true p-value is about 1e-1500, which no float holds: it is given as the smallest, never as nought.
    for (const [pairs, [n, onlyFirst, onlySecond]] of [
      [pairsOf(), oracle.shared],
      [pairsOf(same), oracle.same],
    ] as const)
      expect(tested(pairs)).toEqual({ n, onlyFirst, onlySecond, p: 5e-324 });
    expect(oracle.log10P).toBeLessThan(-324);
  });

  it("differ within every category: exact p-values and Holm's adjustment to three digits in the CSV", () => {
    const rows = read(categoriesTable());
    expect(rows.map(({ category }) => category)).toEqual(Object.keys(oracle.categories).sort());
    for (const row of rows) {
      const [n, onlyFirst, onlySecond, p] = oracle.categories[row.category!]!;
      expect([row.n, row.onlyFirst, row.onlySecond]).toEqual([n, onlyFirst, onlySecond].map(String));
      expect(Number(row.p) / p).toBeCloseTo(1, 2);
      expect(Number(row.holm) / oracle.holm[row.category!]!).toBeCloseTo(1, 2);
    }
    expect(file(categoriesTable(), "table.md")).toContain("| history | 381 | 211 | 14 | \\<0.0001 | \\<0.0001 |");
  });

  it("differ by half of all questions, with an interval and a permutation test that treat categories as clusters", () => {
    const differences = [...byCategory(pairsOf(), ({ category }) => category).values()].map((pairs) =>
      pairs.map(({ first, second }) => first - second),
    );
    const { value, low, high, n, clusters: groups } = pairedDifference(differences);
    expect([value, low, high]).toEqual(oracle.difference.map((x) => expect.closeTo(x, 7)));
    expect([n, groups]).toEqual([12_015, 14]);
    // All fourteen categories point the same way: two of the 2 to the 14 patterns of signs are as far out.
    expect(signFlipTest(differences, seededRandom("mmlu").next)).toEqual({
      p: 2 / 2 ** 14,
      patterns: 2 ** 14,
      exact: true,
    });
  });
});
