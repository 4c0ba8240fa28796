import { ordersFor, scoreAnswers } from "#lib/qa/index.ts";
import { Answer, type Arm, Chunk, Question, Study } from "#lib/records/index.ts";
import type { Artefact, CellValue } from "#lib/report/index.ts";
import type { CorpusLaboratory, Experiment, StudyResults } from "../../experiments/studyResults.ts";

/** What a scripted reader does when it is asked: a written choice (0 is right), or what ended its answer. */
export type Scripted = (asked: {
  video: number;
  chunk: number;
  kind: "topic" | "detail";
  arm: Arm;
  order: readonly number[];
  draw: number;
}) => number | "invalid" | "refused" | "blocked" | "notApplicable";

/**
 * A study of two questions a chunk whose readers follow a script: videos v1, v2, ... on two platforms in turn, four
 * choices, unless told otherwise, of which the first is right, evidence in speech, of every other chunk also in chat. Nothing is gated.
 */
export function scriptedStudy(options: {
  videos: number;
  chunks: number;
  readers: Record<string, Scripted>;
  study?: Record<string, unknown>;
  /** How many choices each question has: 2 to 4, 4 unless given. */
  choices?: number;
  counts?: (video: number, chunk: number) => Partial<Chunk["counts"]>;
}): StudyResults {
  const readers = Object.keys(options.readers);
  const study = Study.parse({
    name: "scripted",
    title: "A scripted study",
    corpus: "corpus",
    readers,
    arms: ["combined", "chat", "none"],
    orders: ["rotations"],
    seed: "scripted",
    primary: { reader: readers[0], arm: "chat", against: ["none"] },
    ...options.study,
  });
  const results: StudyResults = {
    study,
    frame: null,
    streams: [],
    chunks: [],
    languageOf: () => "en",
    questions: [],
    answers: [],
    items: [],
    sheets: [],
  };
  for (let video = 1; video <= options.videos; video++)
    for (let chunk = 1; chunk <= options.chunks; chunk++) {
      const key = { video: { platform: video % 2 === 1 ? "youtube" : "twitch", id: `v${video}` }, index: chunk };
      const counts = { chatLines: 10, speechLines: 20, chatChars: 100, speechChars: 400, chatSpeechRatio: 0.25 };
      results.chunks.push(
        Chunk.parse({
          ...key,
          startMs: (chunk - 1) * 600_000,
          endMs: chunk * 600_000,
          lines: [],
          counts: { ...counts, avgLogprob: null, filteredLines: 0, ...options.counts?.(video, chunk) },
        }),
      );
      for (const kind of ["topic", "detail"] as const) {
        const question = Question.parse({
          id: `v${video}-${chunk}-${kind}`,
          chunk: key,
          kind,
          language: "en",
          stem: "Which one?",
          choices: ["right", "wrong", "other", "none"].slice(0, options.choices),
          answer: 0,
          evidence: [{ line: 0, source: "SPEECH" }, ...(chunk % 2 === 0 ? [{ line: 1, source: "CHAT" }] : [])],
          distractorsFrom: [null, null, null, null].slice(0, options.choices),
          writer: { name: "script", version: "1", seed: "s" },
        });
        results.questions.push(question);
        for (const [reader, script] of Object.entries(options.readers))
          for (const arm of study.arms)
            for (const order of distinctOrders(study, question))
              for (let draw = 0; draw < study.draws; draw++) {
                const said = script({ video, chunk, kind, arm, order, draw });
                const base = { question: question.id, arm, reader, order, draw, shown: "" };
                results.answers.push(
                  Answer.parse(
                    typeof said === "number"
                      ? { ...base, status: "answered", choice: order.indexOf(said) }
                      : { ...base, status: said },
                  ),
                );
              }
      }
    }
  return { ...results, items: scoreAnswers(results.questions, results.answers, { invalid: "excluded" }) };
}

function distinctOrders({ orders }: Study, question: Question): number[][] {
  const all = orders.flatMap((scheme) => ordersFor(scheme, question));
  return [...new Map(all.map((order) => [order.join(), order.slice()])).values()];
}

/** The rows of the table that an experiment makes, by the cells of its key columns joined with a slash. */
export async function rowsOf(
  experiment: Experiment,
  results: StudyResults,
): Promise<Map<string, Record<string, CellValue>>> {
  const { table } = await tableOf(experiment, results);
  const name = (values: Record<string, CellValue>) => table.keys.map((key) => String(values[key])).join("/");
  return new Map(table.rows.map(({ values }) => [name(values), values]));
}

/** The table of an experiment that needs no laboratory, as it is shown. */
export async function tableOf(experiment: Experiment, results: StudyResults) {
  const artefacts: Artefact[] = await experiment.run(results, {} as CorpusLaboratory);
  const page = artefacts.find(({ path }) => path === "table.md")!;
  if (!page.shows || !("table" in page.shows)) throw new Error(`${experiment.name} shows no table`);
  return { table: page.shows.table, page: page.text, artefacts };
}

/**
 * Python that reads a study's raw answers on standard input: `mean[reader, arm]` maps each question to its mean score over
 * valid answers, `video[question]` is its video.
 */
export const pythonScores = `
import json, sys
import numpy as np
from scipy import stats
data = json.load(sys.stdin)
video = {q["id"]: q["chunk"]["video"]["id"] for q in data["questions"]}
right = {q["id"]: q["answer"] for q in data["questions"]}
mean = {}
for a in data["answers"]:
    if a["status"] == "answered":
        hit = float(a["order"][a["choice"]] == right[a["question"]])
        mean.setdefault((a["reader"], a["arm"]), {}).setdefault(a["question"], []).append(hit)
mean = {key: {q: np.mean(hits) for q, hits in own.items()} for key, own in mean.items()}
`;
