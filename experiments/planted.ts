import { type Artefact, type Figure, type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import { type SimulatedStream, simulateStreams, trueAccuracy } from "#lib/simulate/index.ts";
import { accuracyOf } from "./accuracy.ts";
import { quietTexts } from "./quietTexts.ts";
import { runSimulatedStudy } from "./simulatedStudy.ts";
import type { Experiment, Laboratory, StudyResults } from "./studyResults.ts";

const leaks = [0, 0.25, 0.5, 0.75, 1];
const arms = ["combined", "chat", "none"] as const;
const kinds = [
  { platform: "youtube", language: "ja" },
  { platform: "twitch", language: "en" },
  { platform: "pococha", language: "ko" },
] as const;
const streamsOfKind = 8;
const segmentSeconds = 120;
const lagSeconds = 6;
const intraclassCorrelation = 0.1;
const choices = 4;

/** The whole line on streams whose leak is planted, read by a reader that is right exactly when it is shown the fact. */
export const planted: Experiment = {
  name: "planted",
  async run(_, laboratory): Promise<Artefact[]> {
    const runs = [];
    for (const leak of leaks) runs.push(await runPlanted(laboratory, leak));
    return [...plantedTable(runs), ...plantedFigure(runs)];
  },
};

/** A study with a planted leak: what came of it in the streams, and what the line counted. */
export interface PlantedRun {
  leak: number;
  results: StudyResults;
  /** Share of the facts said that were given away. */
  leakedFacts: number;
  /** Share of the questions asked whose answer stands in a message of their chunk, looked up in the simulated messages. */
  shownQuestions: number;
}

/** Simulates streams with this leak, writes their files and runs the line on them. */
export async function runPlanted(laboratory: Laboratory, leak: number): Promise<PlantedRun> {
  const streams = kinds.flatMap(({ platform, language }, i) => [
    ...simulateStreams({
      spec: {
        ...{ platform, language, leak, lagSeconds, lagJitterSeconds: 1.5, chatPerMinute: 10 },
        ...{ id: `99${i}`, segments: 10, segmentSeconds, factsPerSegment: 1 },
      },
      ...{ streams: streamsOfKind, intraclassCorrelation, seed: `planted|${leak}`, texts: quietTexts(language) },
    }),
  ]);
  const results = await runSimulatedStudy(laboratory, {
    ...{ name: "planted", streams, readers: ["oracle"], arms: [...arms], seed: `planted|${leak}` },
    chunk: { windowSeconds: segmentSeconds, overlapSeconds: 0, lagSeconds, legacy: false },
  });
  const facts = streams.flatMap(({ truth }) => truth.segments.flatMap((segment) => segment.facts));
  const shown = results.questions.filter((question) => {
    const { platform, id } = question.chunk.video;
    const stream = streams.find(({ video }) => video.platform === platform && video.id === id)!;
    return isInChat(stream, question.chunk.index, question.choices[question.answer]!);
  });
  return {
    ...{ leak, results },
    leakedFacts: facts.filter((fact) => fact.leaked).length / facts.length,
    shownQuestions: shown.length / results.questions.length,
  };
}

function isInChat({ truth, messages }: SimulatedStream, segment: number, answer: string): boolean {
  const { startMs, endMs } = truth.segments[segment - 1]!;
  const lagMs = lagSeconds * 1000;
  return messages.some(
    ({ atMs, text }) =>
      atMs >= startMs + lagMs && atMs < endMs + lagMs && text.toLowerCase().includes(answer.toLowerCase()),
  );
}

/** What the oracle's accuracy must be under an arm when it is shown this share of the facts in chat. */
function truthOf(arm: string, shown: number): number {
  return trueAccuracy(arm === "combined" ? 1 : arm === "chat" ? shown : 0, choices);
}

function plantedTable(runs: readonly PlantedRun[]): Artefact[] {
  const rows: Row[] = runs.flatMap(({ leak, results, leakedFacts, shownQuestions }) =>
    arms.map((arm) => {
      const items = results.items.filter((item) => item.arm === arm);
      const { accuracy } = accuracyOf(items);
      const { value, low, high } = accuracy;
      const truth = truthOf(arm, leak);
      return {
        values: {
          ...{
            leak: String(leak),
            arm,
            n: accuracy.n,
            videos: accuracy.clusters,
            leakedFacts,
            shownQuestions,
            truth,
            accuracy,
          },
          difference: value === null ? null : value - truthOf(arm, shownQuestions),
          holds: low === null || high === null ? "–" : low <= truth && truth <= high ? "yes" : "no",
        },
        sources: items,
      };
    }),
  );
  return renderTable({
    name: "planted",
    title:
      "What was planted comes out: the whole line on simulated streams, read by a reader that knows what it is shown",
    keys: ["leak", "arm"],
    columns: [
      { key: "leak", label: "leak planted" },
      { key: "arm", label: "arm" },
      { key: "n", label: "questions" },
      { key: "videos", label: "streams" },
      { key: "leakedFacts", label: "facts leaked", digits: 3 },
      { key: "shownQuestions", label: "questions whose answer is in chat", digits: 3 },
      { key: "truth", label: "truth", digits: 3 },
      { key: "accuracy", label: "accuracy [95 %]", digits: 3 },
      { key: "holds", label: "holds the truth" },
      { key: "difference", label: "accuracy - truth of the questions asked", digits: 3 },
    ],
    rows,
    notes: [
      `Each leak is a study of its own: ${kinds.length * streamsOfKind} streams, a third each as files of YouTube in Japanese, of Twitch in English and of Pococha in Korean, which are imported, chunked at the chat's lag of ${lagSeconds} s, asked and scored as any study is.`,
      `The reader is the oracle: right where it is shown a line of the evidence, else a guess among ${choices}. So the truth is 1 under combined, 1/${choices} under none, and leak + (1 - leak)/${choices} under chat.`,
      `Streams differ: what is leaked has an intra-class correlation of ${intraclassCorrelation} within a stream. So the share of facts that were leaked is not the share planted, as with any sample of streams; the interval is about streams in general and should hold the truth 95 times in 100.`,
      "Not every fact is asked, so that the share among the questions asked is another again. The last column takes this out: the truth there is that of the questions asked, by looking their answers up letter by letter in the simulated messages. What is left are guesses.",
      "Streams here say one fact in two minutes and little else, so that a question can only be about a fact. In the bundled sample chat shares words with questions by other ways too.",
    ],
  });
}

function plantedFigure(runs: readonly PlantedRun[]): Artefact[] {
  const exact = (value: number) => ({ value, low: null, high: null, n: 0, clusters: 0, method: "planted" });
  const points: Figure["points"][number][] = runs.flatMap(({ leak, results }) => [
    ...arms.map((arm) => ({
      x: leak,
      series: arm,
      estimate: accuracyOf(results.items.filter((item) => item.arm === arm)).accuracy,
    })),
    { x: leak, series: "truth under chat", estimate: exact(truthOf("chat", leak)) },
  ]);
  return renderFigure({
    name: "planted",
    title: "Accuracy of a reader that knows what it is shown, by the leak that was planted",
    ...{ xLabel: "share of facts that chat gives away", yLabel: "accuracy", shape: "lines", points },
    reference: { value: 1 / choices, label: "chance" },
    notes: ["Bars are 95 % intervals. The truth under chat is leak + (1 - leak)/4."],
  });
}
