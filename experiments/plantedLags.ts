import { estimateLag } from "#lib/chunk/index.ts";
import { type Artefact, type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import { type SimulatedStream, simulateStream } from "#lib/simulate/index.ts";
import type { Interval } from "#lib/stats/index.ts";
import { wilson } from "#lib/stats/index.ts";
import type { Language } from "#lib/text/index.ts";

const lagsPlanted = [0, 5, 10, 20];
const shares = [0.1, 0.2, 0.4];
const languages: readonly Language[] = ["en", "ja", "ko"];
const streamsEach = 2;
/** How near a lag must be to count as found. */
const withinSeconds = 2;

interface Found {
  planted: number | null;
  share: number;
  lagSeconds: number | null;
}

/** Lags that are known: how often they are found in simulated streams, and how often one is found where there is none. */
export function plantedLags(): Artefact[] {
  const found: Found[] = [];
  for (const share of shares)
    for (const planted of lagsPlanted)
      for (const language of languages) {
        const streams = Array.from({ length: streamsEach }, (_, n) => simulate(planted, share, language, n));
        for (const [n, stream] of streams.entries()) {
          found.push({ planted, share, lagSeconds: lagOf(stream, stream, language) });
          // The chat of another stream answers nothing that is said here.
          const other = streams[(n + 1) % streamsEach]!;
          found.push({ planted: null, share, lagSeconds: lagOf(stream, other, language) });
        }
      }
  const cells = shares.flatMap((share) =>
    [...lagsPlanted, null].map((planted) => found.filter((one) => one.share === share && one.planted === planted)),
  );
  return [...table(cells), ...figure(cells)];
}

function simulate(lagSeconds: number, leak: number, language: Language, n: number): SimulatedStream {
  const spec = {
    platform: "twitch",
    id: `${n}`,
    language,
    leak,
    lagSeconds,
    lagJitterSeconds: 1.5,
    chatPerMinute: 8,
  } as const;
  return simulateStream({ spec, seed: `planted lag|${lagSeconds}|${leak}|${language}|${n}` });
}

function lagOf(spoken: SimulatedStream, typed: SimulatedStream, language: Language): number | null {
  const messages = typed.messages.flatMap(({ atMs, author, text }) =>
    atMs < 0 ? [] : [{ atMs, author: author.name, text }],
  );
  const { lagMs } = estimateLag({ messages, utterances: spoken.utterances, language, seed: "planted" });
  return lagMs === null ? null : lagMs / 1000;
}

const toldOf = (cell: readonly Found[]) => cell.filter(({ lagSeconds }) => lagSeconds !== null);
const offOf = ({ planted, lagSeconds }: Found) => Math.abs(lagSeconds! - (planted ?? Number.NaN));

/** The middle, the least and the most of the lags of a cell. */
function spread(cell: readonly Found[]): Interval {
  const lags = toldOf(cell)
    .map(({ lagSeconds }) => lagSeconds!)
    .sort((a, b) => a - b);
  const n = cell.length;
  const method = "median and range over streams";
  if (lags.length === 0) return { value: null, low: null, high: null, n, clusters: n, method, reason: "none told" };
  const middle = (lags[(lags.length - 1) >> 1]! + lags[lags.length >> 1]!) / 2;
  return { value: middle, low: lags[0]!, high: lags.at(-1)!, n, clusters: n, method };
}

function table(cells: readonly Found[][]): Artefact[] {
  const rows = cells.map((cell): Row => {
    const { planted, share } = cell[0]!;
    const told = toldOf(cell);
    const near = told.filter((one) => offOf(one) <= withinSeconds).length;
    return {
      values: {
        share: String(share),
        planted: planted === null ? "another stream's chat" : String(planted),
        streams: cell.length,
        told: wilson(told.length, cell.length),
        near: planted === null ? null : near,
        wrong: planted === null ? told.length : told.length - near,
        lag: spread(cell),
      },
      sources: cell,
    };
  });
  return renderTable({
    name: "lag-planted",
    title: "Lags that were planted in simulated streams, and what was found",
    keys: ["share", "planted"],
    columns: [
      { key: "share", label: "facts given away" },
      { key: "planted", label: "lag planted (s)" },
      { key: "streams", label: "streams" },
      { key: "told", label: "told [95 %]", digits: 2 },
      { key: "near", label: `within ${withinSeconds} s` },
      { key: "wrong", label: "told wrongly" },
      { key: "lag", label: "lag found (s): median [least, most]", digits: 1 },
    ],
    rows,
    notes: [
      `Streams of an hour in English, Japanese and Korean, ${streamsEach} each a cell, with 8 messages a minute and a lag that varies by 1.5 s (standard deviation) from one answer to the next. Facts given away: the share of what is said that the chat repeats; the chat also reacts to facts in other words, after the same lag.`,
      "Another stream's chat: speech of one stream with the chat of another in the same language, so that there is no lag to be found. What is told there is a false alarm; 5 % are expected at most.",
      "Told [95 %]: Wilson's interval over streams, which are independent here. Simulated viewers repeat words more faithfully than people do: the table says that the method finds what is there, not how often real streams tell their lag.",
    ],
  });
}

function figure(cells: readonly Found[][]): Artefact[] {
  return renderFigure({
    name: "lag-planted",
    title: "Lags found beside the lags planted",
    xLabel: "lag planted (s)",
    yLabel: "lag found (s)",
    shape: "lines",
    points: cells.flatMap((cell) => {
      const { planted, share } = cell[0]!;
      return planted === null ? [] : [{ x: planted, series: `${share} of facts given away`, estimate: spread(cell) }];
    }),
    notes: ["Median of the streams whose lag is told; bars from the least to the most."],
  });
}
