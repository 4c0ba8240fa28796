import type { Arm } from "#lib/records/index.ts";
import type { Row, Table } from "#lib/report/index.ts";
import { pairItems } from "./pairItems.ts";
import type { StudyResults } from "./studyResults.ts";

/**
 * The questions of a contrast one by one: what a reader scored under two arms, those on top where the arms differ most, with
 * the question, the right choice and the line that holds it.
 *
 */
export function questionByQuestion(
  results: StudyResults,
  { reader, first, second }: { reader: string; first: Arm; second: Arm },
): Table {
  const { study, questions, chunks } = results;
  const asked = new Map(questions.map((question) => [question.id, question]));
  const lines = new Map(
    chunks.map(({ video, index, lines }) => [`${video.platform}/${video.id}/${index}`, lines] as const),
  );
  const pairs = pairItems(results, { reader, first, second, evidence: study.primary.evidence });
  const distance = (pair: (typeof pairs)[number]) => Math.abs(pair.first - pair.second);
  const sorted = pairs
    .slice()
    .sort((a, b) => distance(b) - distance(a) || b.first - a.first || (a.question < b.question ? -1 : 1));
  const rows = sorted.map((pair): Row => {
    const { chunk, kind, stem, choices, answer, evidence } = asked.get(pair.question)!;
    const own = lines.get(`${chunk.video.platform}/${chunk.video.id}/${chunk.index}`) ?? [];
    const held = own[evidence[0]?.line ?? -1];
    const text = study.publish === "text" ? { stem, right: choices[answer]!, evidence: held?.text ?? null } : {};
    return {
      values: {
        video: pair.video,
        chunk: chunk.index,
        kind,
        first: pair.first,
        second: pair.second,
        difference: pair.first - pair.second,
        ...text,
      },
      sources: [pair],
    };
  });
  return {
    name: "questionByQuestion",
    title: `${reader}, ${first} against ${second}, question by question: ${study.title}`,
    keys: ["video", "chunk", "kind"],
    columns: [
      { key: "video", label: "video" },
      { key: "chunk", label: "chunk" },
      { key: "kind", label: "question" },
      { key: "first", label: first, digits: 2 },
      { key: "second", label: second, digits: 2 },
      { key: "difference", label: "difference", digits: 2 },
      ...(study.publish === "text"
        ? [
            { key: "stem", label: "asked" },
            { key: "right", label: "right" },
            { key: "evidence", label: "said or written" },
          ]
        : []),
    ],
    rows,
    stamp: "exploratory",
    notes: ["Orders of choices and draws are averaged: a score is the share of answers that were right."],
  };
}
