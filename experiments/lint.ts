import { type LintRule, lintQuestion, lintRules } from "#lib/qa/index.ts";
import type { Chunk, Question } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { clusteredLogit } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import type { Experiment } from "./studyResults.ts";

const kinds = ["all", "topic", "detail"] as const;

/** How many questions go against which rule of form, whoever wrote them. */
export const lint: Experiment = {
  name: "lint",
  readsText: true,
  run({ study, questions, chunks }): Artefact[] {
    const nameOf = ({ video, index }: Pick<Chunk, "video" | "index">) => `${video.platform}/${video.id}/${index}`;
    const known = new Map(chunks.map((chunk) => [nameOf(chunk), chunk]));
    const linted = questions.map((question) => ({
      video: `${question.chunk.video.platform}/${question.chunk.video.id}`,
      kind: question.kind,
      question,
      broken: lintQuestion(question, known.get(nameOf(question.chunk))!),
    }));
    if (linted.length === 0) return [];
    const rules = ["any", ...Object.keys(lintRules)] as (LintRule | "any")[];
    const rows = kinds.flatMap((kind) =>
      rules.map((rule): Row => {
        const of = linted.filter((one) => kind === "all" || one.kind === kind);
        const isBroken = ({ broken }: { broken: LintRule[] }) =>
          rule === "any" ? broken.length > 0 : broken.includes(rule);
        return {
          values: {
            ...{ kind, rule, meaning: rule === "any" ? "one of those below, or several" : lintRules[rule] },
            questions: of.filter(isBroken).length,
            n: of.length,
            rate: clusteredLogit(byVideo(of, (one) => (isBroken(one) ? 1 : 0))),
          },
          sources: of.filter(isBroken).map(({ question, broken }) => sourceOf(question, broken)),
          aside: kind !== "all",
        };
      }),
    );
    const { name, version } = questions[0]!.writer;
    return renderTable({
      name: "lint",
      title: `Questions that go against a rule of form: ${study.title}`,
      keys: ["kind", "rule"],
      columns: [
        { key: "kind", label: "question" },
        { key: "rule", label: "rule" },
        { key: "meaning", label: "broken where" },
        { key: "questions", label: "questions" },
        { key: "n", label: "of" },
        { key: "rate", label: "rate [95 %]", digits: 3 },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        `Written by ${name}, version ${version}. What a model writes is held to these rules before it is taken, so its questions break none; other writers are only counted.`,
        "All questions, also those on chunks that are too short to be scored. chatAlone is what the gate answerInChat looks for in the questions that are scored. Intervals: log odds, jackknife over videos.",
        ...study.notes,
      ],
    });
  },
};

const sourceOf = ({ id, stem, choices, answer }: Question, broken: readonly LintRule[]) => ({
  ...{ question: id, stem, choices, answer, broken },
});
