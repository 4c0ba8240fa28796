import { botAuthors } from "#lib/chunk/index.ts";
import { readMessages } from "#lib/corpus/index.ts";
import type { LineContext } from "#lib/line/index.ts";
import { type InvalidPolicy, scoreAnswers, studyVideos } from "#lib/qa/index.ts";
import type { ChunkSettings, Study } from "#lib/records/index.ts";
import { type Artefact, type Figure, type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import type { Interval } from "#lib/stats/index.ts";
import { contrastOf, sourcesOf } from "./contrastOf.ts";
import { longEnough } from "./longEnough.ts";
import { pairItems } from "./pairItems.ts";
import type { Experiment } from "./studyResults.ts";
import { type VariedResults, varyStudy } from "./varyStudy.ts";

/** One choice of every setting, as texts for the table, and what the primary contrast comes to under it. */
interface Cell {
  levels: Record<Setting, string>;
  isOwn: boolean;
  /** Beside the arms that the contrast is against. */
  estimates: Interval[];
  sources: unknown[];
}

const settings = {
  window: "window (s)",
  lag: "lag (s)",
  bots: "bots",
  gate: "least characters of a chunk",
  invalid: "invalid answers",
} as const;
type Setting = keyof typeof settings;
const botLevels = { marked: "as marked", without: "left out" } as const;
const policies: readonly InvalidPolicy[] = ["excluded", "wrong"];

/** The primary contrast under every combination of settings that somebody might have chosen instead. */
export const sensitivity: Experiment = {
  name: "sensitivity",
  readsText: true,
  asksAgain: true,
  async run({ study }, { line }): Promise<Artefact[]> {
    const cells: Cell[] = [];
    const bots = await countBots(line);
    for (const cut of cutsOf(study)) {
      const marked = await varyStudy(line, { chunk: { ...cut, withoutBots: false } });
      const without = bots === 0 ? marked : await varyStudy(line, { chunk: { ...cut, withoutBots: true } });
      for (const withoutBots of [false, true])
        for (const gate of gatesOf(study))
          for (const invalid of policies)
            cells.push(cellOf(study, withoutBots ? without : marked, { ...cut, withoutBots }, gate, invalid));
    }
    const notes = [...howMade(study, bots), ...study.notes];
    const every = renderTable(cellTable(study, cells, notes)).map((file) => ({ ...file, path: `cells/${file.path}` }));
    return [...renderTable(rangeTable(study, cells, notes)), ...renderFigure(figureOf(study, cells, bots)), ...every];
  },
};

type Cut = Pick<ChunkSettings, "windowSeconds" | "overlapSeconds" | "lagSeconds">;

/** Half the study's window, its own and twice it, with no lag, the study's and the fitted one. */
function cutsOf({ chunk }: Study): Cut[] {
  const cuts: Cut[] = [];
  for (const times of [0.5, 1, 2])
    for (const lagSeconds of new Set<Cut["lagSeconds"]>([0, chunk.lagSeconds, "auto"]))
      cuts.push({
        windowSeconds: chunk.windowSeconds * times,
        overlapSeconds: chunk.overlapSeconds * times,
        lagSeconds,
      });
  return cuts;
}

/** How many authors of the study's streams behave as bots; where none does, nothing changes without them. */
async function countBots({ corpus, study }: LineContext): Promise<number> {
  let bots = 0;
  for (const video of await studyVideos(corpus, study)) {
    const messages = [];
    for await (const message of readMessages(corpus, video)) messages.push(message);
    bots += botAuthors(messages).length;
  }
  return bots;
}

const gatesOf = ({ gates: { minCombinedChars } }: Study) => [...new Set([0, minCombinedChars, 2 * minCombinedChars])];

function cellOf(
  study: Study,
  varied: VariedResults,
  cut: Cut & { withoutBots: boolean },
  gate: number,
  invalid: InvalidPolicy,
): Cell {
  const items = scoreAnswers(varied.questions, varied.answers, { invalid, passes: longEnough(varied.chunks, gate) });
  const { reader, arm, against, evidence } = study.primary;
  const pairs = against.map((second) => pairItems({ study, items }, { reader, first: arm, second, evidence }));
  const { chunk, gates } = study;
  return {
    levels: {
      window: String(cut.windowSeconds),
      lag: String(cut.lagSeconds),
      bots: cut.withoutBots ? botLevels.without : botLevels.marked,
      gate: String(gate),
      invalid,
    },
    isOwn:
      cut.windowSeconds === chunk.windowSeconds &&
      cut.lagSeconds === chunk.lagSeconds &&
      cut.withoutBots === (chunk.withoutBots ?? false) &&
      gate === gates.minCombinedChars &&
      invalid === "excluded",
    estimates: pairs.map(contrastOf),
    sources: pairs.flatMap((own, i) => sourcesOf(varied.study.name, against[i]!, own)),
  };
}

/** The narrowest and the widest answer: over all cells, and over those that have one level of one setting. */
function rangeTable(study: Study, cells: readonly Cell[], notes: readonly string[]) {
  const rows: Row[] = rangeRows(study, cells, "all", "all");
  for (const setting of Object.keys(settings) as Setting[])
    for (const level of new Set(cells.map(({ levels }) => levels[setting])))
      rows.push(
        ...rangeRows(
          study,
          cells.filter(({ levels }) => levels[setting] === level),
          settings[setting],
          level,
        ),
      );
  return {
    name: "sensitivity",
    title: `How far the primary contrast depends on settings: ${study.title}`,
    keys: ["setting", "level", "contrast"],
    columns: [
      { key: "setting", label: "setting" },
      { key: "level", label: "level" },
      { key: "contrast", label: "contrast" },
      { key: "cells", label: "cells" },
      { key: "known", label: "with an estimate" },
      { key: "least", label: "least", digits: 3 },
      { key: "middle", label: "median", digits: 3 },
      { key: "most", label: "most", digits: 3 },
      { key: "above", label: "interval above 0" },
      { key: "below", label: "interval below 0" },
    ],
    rows,
    stamp: "exploratory" as const,
    notes: [
      `${study.primary.reader}, ${study.primary.arm} against ${study.primary.against.join(" and ")}. A cell is one combination of all settings; its estimate and interval are in cells/table.md. A row holds the cells with one level of one setting and any level of the others.`,
      "The range says how far the answer moves with choices that could have been made otherwise. It is no interval: the cells share their streams, so a wide range is no sampling error and a narrow one no proof.",
      ...notes,
    ],
  };
}

function rangeRows(study: Study, cells: readonly Cell[], setting: string, level: string): Row[] {
  return study.primary.against.map((against, i) => {
    const estimates = cells.flatMap(({ estimates }) => (estimates[i]!.value === null ? [] : [estimates[i]!]));
    const values = estimates.map(({ value }) => value!).sort((a, b) => a - b);
    return {
      values: {
        setting,
        level,
        contrast: `${study.primary.arm} - ${against}`,
        cells: cells.length,
        known: values.length,
        least: values[0] ?? null,
        middle: values.length === 0 ? null : (values[(values.length - 1) >> 1]! + values[values.length >> 1]!) / 2,
        most: values.at(-1) ?? null,
        above: estimates.filter(({ low }) => low !== null && low > 0).length,
        below: estimates.filter(({ high }) => high !== null && high < 0).length,
      },
      sources: cells.map(({ levels, estimates }) => ({ ...levels, ...shortly(estimates[i]!) })),
    };
  });
}

function cellTable(study: Study, cells: readonly Cell[], notes: readonly string[]) {
  const { arm, against } = study.primary;
  return {
    name: "sensitivity-cells",
    title: `The primary contrast under every combination of settings: ${study.title}`,
    keys: Object.keys(settings),
    columns: [
      ...Object.entries(settings).map(([key, label]) => ({ key, label })),
      { key: "own", label: "the study's" },
      ...against.flatMap((other) => [
        { key: `n ${other}`, label: `questions, ${other}` },
        { key: other, label: `${arm} - ${other} [95 %]`, digits: 3 },
      ]),
    ],
    rows: cells.map(({ levels, isOwn, estimates, sources }) => ({
      values: {
        ...levels,
        own: isOwn ? "own" : "",
        ...Object.fromEntries(
          against.flatMap((other, i) => [
            [`n ${other}`, estimates[i]!.n],
            [other, estimates[i]!],
          ]),
        ),
      },
      sources,
    })),
    stamp: "exploratory" as const,
    notes: [
      "Each cell has its own questions, written from its own chunks; only the gate and the policy for invalid answers select and count among the same questions. Differences pair the same question; intervals are t on G - 1 degrees of freedom, G videos.",
      ...notes,
    ],
  };
}

function howMade({ chunk, gates }: Study, bots: number): string[] {
  return [
    "lag auto: each window's lag is fitted on the rest of its stream, and is 0 where it cannot be told. bots as marked: without authors that the platform or a list of known bots marks as such; left out: also without authors whose texts come back by the clock; " +
      (bots === 0
        ? "there is none in these streams, so both are the same number."
        : `there are ${bots} in these streams.`),
    `gate: the least number of code points of a chunk, chat and speech together; the study's is ${gates.minCombinedChars}. invalid: answers that give no choice are left out, or counted as wrong; where no reader gives any, both are the same number.`,
    ...(chunk.legacy ? ["The study's own chunks are legacy chunks; all cells here are cut by the other rules."] : []),
  ];
}

/** One line a chunk setting and gate, in the order of the first contrast's estimates: a specification curve. */
function figureOf(study: Study, cells: readonly Cell[], bots: number): Figure {
  const shown = cells
    .filter(({ levels }) => levels.invalid === policies[0] && (bots > 0 || levels.bots === botLevels.marked))
    .sort((a, b) => (a.estimates[0]!.value ?? -2) - (b.estimates[0]!.value ?? -2));
  const label = ({ levels, isOwn }: Cell) => {
    const without = levels.bots === botLevels.without ? ", no bots" : "";
    return `${isOwn ? "own: " : ""}${levels.window} s, lag ${levels.lag}, ${levels.gate}${without}`;
  };
  return {
    name: "sensitivity",
    title: `The primary contrast under other settings: ${study.title}`,
    xLabel: "window, lag (s), least characters",
    yLabel: `difference in accuracy (${study.primary.arm} minus another arm)`,
    shape: "rows",
    points: shown.flatMap((cell) =>
      study.primary.against.map((against, i) => ({
        x: label(cell),
        series: `against ${against}`,
        estimate: cell.estimates[i]!,
      })),
    ),
    reference: { value: 0, label: "no difference" },
    notes: [
      `own: the study's settings. ${bots === 0 ? "No author behaves as a bot, so each row is with and without. " : ""}Invalid answers left out.`,
      "Bars are 95 % intervals over videos; rows are in the order of the first contrast, as a specification curve is (Simonsohn, Simmons and Nelson 2020, Nature Human Behaviour 4:1208).",
      ...study.notes,
    ],
  };
}

function shortly({ value, low, high, n }: Interval) {
  const rounded = (x: number | null) => (x === null ? null : Number(x.toFixed(6)));
  return { difference: rounded(value), low: rounded(low), high: rounded(high), questions: n };
}
