import { type ScoredItem, scoreAnswers } from "#lib/qa/index.ts";
import type { Answer, Arm, Question, Study } from "#lib/records/index.ts";
import type { Artefact } from "#lib/report/index.ts";
import { type Interval, pairedDifference } from "#lib/stats/index.ts";
import { guessLanguage, type Language } from "#lib/text/index.ts";
import { accuracyOf } from "./accuracy.ts";
import { askFixed } from "./askFixed.ts";
import { byVideo } from "./byVideo.ts";
import { chanceOf } from "./chanceOf.ts";
import { degradationFigures, degradationTable } from "./degradationReport.ts";
import { type Degradation, degradeStream } from "./degradeStream.ts";
import { longEnough } from "./longEnough.ts";
import { primaryItems } from "./primaryItems.ts";
import type { Stream } from "./publishStream.ts";
import { readStreams, remakeStudy } from "./remakeStudy.ts";
import type { CorpusLaboratory, Experiment } from "./studyResults.ts";
import { type VariedResults, varyStudy } from "./varyStudy.ts";

/** The arms that are compared; what other arms show is not what is made worse. */
export const degradedArms = ["chat", "combined", "none"] as const satisfies readonly Arm[];

/** Whether questions are written anew from what was made worse, or are those of the streams as they were. */
export type Wording = "rewritten" | "fixed";

/** What one reader makes of streams that were made worse in one way. */
export interface DegradedResult extends Degradation {
  wording: Wording;
  reader: string;
  /** Counted, beside what was asked for. */
  measuredErrorRate: number;
  messages: number;
  questions: number;
  accuracy: Record<(typeof degradedArms)[number], Interval>;
  /** Of the questions that are the same: accuracy now less accuracy with nothing made worse. */
  change: Record<"chat" | "combined", Interval>;
  sources: unknown[];
}

const nothing: Degradation = { wordErrorRate: 0, chatShare: 1 };
const worse: readonly Degradation[] = [
  ...[0.1, 0.2, 0.3, 0.4, 0.6].map((wordErrorRate) => ({ wordErrorRate, chatShare: 1 })),
  ...[0.5, 0.25, 0.1].map((chatShare) => ({ wordErrorRate: 0, chatShare })),
];

/** How accuracy, of chat alone above all, changes with worse transcripts and with less chat. */
export const degradation: Experiment = {
  name: "degradation",
  readsText: true,
  asksAgain: true,
  async run({ study, questions }, laboratory): Promise<Artefact[]> {
    const streams = await readStreams(laboratory.line);
    const before = await runDegraded(laboratory, streams, nothing, null);
    const results = readersOf(study).map((reader) => resultOf(before, before, "rewritten", reader));
    for (const how of worse) {
      const run = await runDegraded(laboratory, streams, how, before.varied);
      for (const wording of ["rewritten", "fixed"] as const)
        for (const reader of readersOf(study)) results.push(resultOf(run, before, wording, reader));
    }
    return [...degradationTable(study, results), ...degradationFigures(study, results, chanceOf(questions))];
  },
};

/** The line run on streams that were made worse, with questions of their own and with those of before. */
interface DegradedRun extends Degradation {
  varied: VariedResults;
  items: Record<Wording, ScoredItem[]>;
  measuredErrorRate: number;
  messages: number;
}

async function runDegraded(
  laboratory: CorpusLaboratory,
  streams: readonly Stream[],
  how: Degradation,
  before: VariedResults | null,
): Promise<DegradedRun> {
  const { study } = laboratory.line;
  const degraded = streams.map((stream) => degradeStream(stream, how, languageOf(stream), study.seed));
  const context = await remakeStudy(
    laboratory,
    degraded.map(({ stream }) => stream),
  );
  const varied = await varyStudy(context, { readers: readersOf(study), arms: degradedArms.slice() });
  const score = ({ questions, chunks }: VariedResults, answers: readonly Answer[]) => {
    const passes = longEnough(chunks, study.gates.minCombinedChars);
    return primaryItems(study, scoreAnswers(questions, answers, { invalid: "excluded", passes }));
  };
  const rewritten = score(varied, varied.answers);
  const sum = (of: (one: (typeof degraded)[number]) => number) => degraded.reduce((total, one) => total + of(one), 0);
  return {
    ...how,
    varied,
    items: { rewritten, fixed: before ? score(before, await askFixed(context, before)) : rewritten },
    measuredErrorRate:
      sum(({ wordErrors }) => wordErrors) /
      Math.max(
        1,
        sum(({ words }) => words),
      ),
    messages: sum(({ stream }) => stream.messages.length),
  };
}

function resultOf(run: DegradedRun, before: DegradedRun, wording: Wording, reader: string): DegradedResult {
  const { wordErrorRate, chatShare, measuredErrorRate, messages } = run;
  const items = run.items[wording].filter((item) => item.reader === reader);
  const asBefore = wording === "fixed" ? () => true : isSameQuestion(run.varied.questions, before.varied.questions);
  const change = (arm: Arm) => {
    const known = new Map(
      before.items.rewritten
        .filter((item) => item.reader === reader && item.arm === arm)
        .map(({ question, score }) => [question, score]),
    );
    const pairs = items.flatMap(({ arm: own, question, video, score }) => {
      const first = known.get(question);
      if (own !== arm || score === null || first === null || first === undefined || !asBefore(question)) return [];
      return [{ video, difference: score - first }];
    });
    return pairedDifference(byVideo(pairs, ({ difference }) => difference));
  };
  const accuracy = (arm: Arm) => accuracyOf(items.filter((item) => item.arm === arm)).accuracy;
  return {
    ...{ wordErrorRate, chatShare, measuredErrorRate, messages, wording, reader },
    questions: new Set(items.map(({ question }) => question)).size,
    accuracy: { chat: accuracy("chat"), combined: accuracy("combined"), none: accuracy("none") },
    change: { chat: change("chat"), combined: change("combined") },
    sources: countsOf(items),
  };
}

/**
 * Whether a question has the same words and the same right answer before and now, wrong choices aside, which are drawn anew
 * whenever another chunk changes; its name alone says only which chunk it is about.
 */
function isSameQuestion(now: readonly Question[], before: readonly Question[]): (id: string) => boolean {
  const words = ({ stem, choices, answer }: Question) => JSON.stringify([stem, choices[answer]]);
  const known = new Map(before.map((question) => [question.id, words(question)]));
  const same = new Set(now.filter((question) => known.get(question.id) === words(question)).map(({ id }) => id));
  return (id) => same.has(id);
}

/** What the numbers of some items were counted from, a row for each video and arm. */
function countsOf(items: readonly ScoredItem[]): unknown[] {
  const scored = items.filter(({ score }) => score !== null);
  const names = [...new Set(scored.map(({ video, arm }) => `${video} ${arm}`))];
  return names.map((name) => {
    const own = scored.filter(({ video, arm }) => `${video} ${arm}` === name);
    const { video, arm, reader } = own[0]!;
    const right = Number(own.reduce((sum, { score }) => sum + score!, 0).toFixed(6));
    return { video, under: arm, by: reader, questions: own.length, right };
  });
}

/** The primary reader, and beside it the one that is right exactly where the evidence is shown. */
const readersOf = ({ primary }: Study) => [...new Set([primary.reader, "oracle"])];

function languageOf({ video, utterances, messages }: Stream): Language {
  const { language } = video;
  if (language === "ja" || language === "ko" || language === "en") return language;
  const said = (utterances.length > 0 ? utterances : messages).slice(0, 500);
  return guessLanguage(said.map(({ text }) => text).join("\n"));
}
