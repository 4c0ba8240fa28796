import type { ChatMessage, Utterance } from "#lib/records/index.ts";
import type { PlotlyFigure } from "../figurePlotly.ts";
import { fonts, inertText } from "../inert.ts";

/** What a stream's page shows. */
export interface TimelineInput {
  title: string;
  messages: readonly ChatMessage[];
  utterances: readonly Utterance[];
  /** Stretches and what they are about. */
  topics: readonly { startMs: number; endMs: number; words: readonly string[] }[];
  /** Messages are counted in stretches of so long: 10 unless given. */
  binSeconds?: number;
}

const colors = { chat: "#0072b2", speech: "#d55e00", paid: "#822654", topics: ["#e8eef4", "#f4ece8"] };

/**
 * One stream on one time line: messages by time, what each stretch is about, what was said (hover for the words) and what was
 * paid. Drag to pan, scroll to zoom: all rows move together, so that from a spike of the chat one finds the words said then.
 */
export function streamTimeline({ title, messages, utterances, topics, binSeconds = 10 }: TimelineInput): PlotlyFigure {
  const binMs = binSeconds * 1000;
  const bins = new Map<number, ChatMessage[]>();
  for (const message of messages) {
    const bin = Math.floor(message.atMs / binMs);
    bins.set(bin, [...(bins.get(bin) ?? []), message]);
  }
  const spoken = [...bins].sort(([a], [b]) => a - b);
  const paid = messages.filter(({ kind }) => kind !== "text" && kind !== "system");
  const traces = [
    {
      type: "bar",
      name: "chat",
      x: spoken.map(([bin]) => timeOf((bin + 0.5) * binMs)),
      y: spoken.map(([, own]) => own.length),
      width: spoken.map(() => binMs * 0.9),
      marker: { color: colors.chat },
      text: spoken.map(([bin, own]) => hover([clock(bin * binMs), ...firstLines(own.map(({ text }) => text))])),
      textposition: "none",
      hovertemplate: "%{text}<extra></extra>",
      yaxis: "y",
    },
    {
      type: "scatter",
      mode: "markers",
      name: "speech",
      x: utterances.map(({ startMs, endMs }) => timeOf((startMs + endMs) / 2)),
      // A long text a second is fast speech; the words themselves are under the pointer.
      y: utterances.map(({ startMs, endMs, text }) => perSecond(text, endMs - startMs)),
      marker: { color: colors.speech, size: 5, opacity: 0.6 },
      text: utterances.map(({ startMs, text }) => hover([clock(startMs), ...firstLines([text])])),
      hovertemplate: "%{text}<extra></extra>",
      yaxis: "y2",
    },
    {
      type: "scatter",
      mode: "markers",
      name: "paid, members, gifts",
      x: paid.map(({ atMs }) => timeOf(atMs)),
      y: paid.map(({ kind }) => inertText(kind)),
      marker: { color: colors.paid, size: 9, symbol: "diamond" },
      text: paid.map(({ atMs, kind, amount, currency, text }) =>
        hover([
          clock(atMs),
          [kind, amount, currency].filter((part) => part !== undefined).join(" "),
          ...firstLines([text]),
        ]),
      ),
      hovertemplate: "%{text}<extra></extra>",
      yaxis: "y3",
    },
  ];
  const axis = { zeroline: false, automargin: true, fixedrange: true };
  const layout = {
    title: { text: plain(title), x: 0, xref: "paper", font: { size: 15 } },
    font: { family: fonts, size: 12, color: "#222" },
    height: 560,
    margin: { t: 64, r: 16, l: 60, b: 40 },
    showlegend: false,
    hovermode: "closest",
    hoverlabel: { align: "left" },
    dragmode: "pan",
    bargap: 0,
    // Times of a day that never was, so that hours, minutes and seconds are written as a clock.
    xaxis: { type: "date", tickformat: "%H:%M:%S", anchor: "y3", title: { text: "time in the stream" } },
    yaxis: { ...axis, domain: [0.56, 0.9], title: { text: `messages in ${binSeconds} s` }, rangemode: "tozero" },
    yaxis2: { ...axis, domain: [0.22, 0.5], title: { text: "speech, letters a s" }, rangemode: "tozero" },
    yaxis3: {
      ...axis,
      domain: [0, 0.16],
      type: "category",
      range: [-0.6, new Set(paid.map(({ kind }) => kind)).size - 0.4],
    },
    shapes: topics.map(({ startMs, endMs }, i) => ({
      type: "rect",
      xref: "x",
      yref: "paper",
      x0: timeOf(startMs),
      x1: timeOf(endMs),
      y0: 0,
      y1: 1,
      fillcolor: colors.topics[i % 2],
      line: { width: 0 },
      layer: "below",
    })),
    annotations: topics.map(({ startMs, endMs, words }) => ({
      xref: "x",
      yref: "paper",
      x: timeOf((startMs + endMs) / 2),
      y: 1,
      yanchor: "top",
      showarrow: false,
      text: words.slice(0, 3).map(plain).join("<br>"),
      font: { size: 11 },
    })),
  };
  return { traces, layout };
}

const timeOf = (ms: number) => new Date(ms).toISOString().slice(0, 23);

function clock(ms: number): string {
  return ms < 0 ? `-${clock(-ms)}` : new Date(ms).toISOString().slice(11, 19);
}

function perSecond(text: string, ms: number): number {
  return Math.round((10_000 * [...text].length) / Math.max(500, ms)) / 10;
}

const mostLines = 8;
const longest = 60;

function firstLines(texts: readonly string[]): string[] {
  const shown = texts.slice(0, mostLines).map((text) => {
    const letters = [...text];
    return letters.length > longest ? `${letters.slice(0, longest).join("")}…` : text;
  });
  return texts.length > mostLines ? [...shown, `and ${texts.length - mostLines} more`] : shown;
}

const hover = (lines: readonly string[]) => lines.map(plain).join("<br>");

/** Plotly obeys some tags in its texts, links among them. */
function plain(text: string): string {
  return inertText(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
