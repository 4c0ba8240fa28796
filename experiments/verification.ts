import { seededRandom } from "#lib/effects/index.ts";
import { evidenceOf } from "#lib/qa/index.ts";
import type { Question } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { clusteredKappa, clusteredLogit, type RatedPair } from "#lib/stats/index.ts";
import { accuracyOf } from "./accuracy.ts";
import { byVideo } from "./byVideo.ts";
import type { Experiment } from "./studyResults.ts";

const outcomes = ["agrees", "another", "several", "none", "unread"] as const;

/** How often a second model agrees with the writer, and the study's estimate on what both agree on; nothing without one. */
export const verification: Experiment = {
  name: "verification",
  run({ study, questions, items }): Artefact[] {
    const verified = questions.filter((question) => question.verified !== undefined);
    if (verified.length === 0) return [];
    const { arm, reader } = study.primary;
    const row = (kind: string, what: string, own: readonly Question[], of: readonly Question[]): Row => {
      const ids = new Set(own.map(({ id }) => id));
      const among = of.map((question) => ({ video: videoOf(question), is: ids.has(question.id) ? 1 : 0 }));
      const spoken = new Set(own.filter((question) => evidenceOf(question) === "SPEECH").map(({ id }) => id));
      const chosen = items.filter((item) => item.arm === arm && item.reader === reader && spoken.has(item.question));
      return {
        values: {
          ...{ kind, what, questions: own.length },
          rate: clusteredLogit(byVideo(among, ({ is }) => is)),
          spoken: spoken.size,
          accuracy: accuracyOf(chosen).accuracy,
        },
        sources: own.map(({ id, answer, verified: found }) => ({ id, answer, ...found })),
      };
    };
    const kappa = (kind: string, of: readonly Question[]) => {
      const read = of
        .filter(({ verified: found }) => found!.outcome !== "unread")
        .map((question) => ({ video: videoOf(question), labels: labelsOf(question) }));
      const { next } = seededRandom(`${study.seed}|verification|${kind}`);
      return clusteredKappa(
        byVideo(read, ({ labels }) => labels),
        next,
      );
    };
    const rows = ["all", "topic", "detail"].flatMap((kind) => {
      const of = verified.filter((question) => kind === "all" || question.kind === kind);
      const all = row(kind, "all", of, of);
      return [
        { ...all, values: { ...all.values, kappa: kappa(kind, of) } },
        ...outcomes.map((outcome) =>
          row(
            kind,
            outcome,
            of.filter((one) => one.verified!.outcome === outcome),
            of,
          ),
        ),
        row(
          kind,
          "another source than the writer's",
          of.filter((one) => labelsOf(one)[0] !== evidenceOf(one)),
          of,
        ),
      ];
    });
    return renderTable({
      name: "verification",
      title: `What a second model found of the questions: ${study.title}`,
      keys: ["kind", "what"],
      columns: [
        { key: "kind", label: "question" },
        { key: "what", label: "the verifier" },
        { key: "questions", label: "questions" },
        { key: "rate", label: "rate [95 %]", digits: 3 },
        { key: "spoken", label: "told by speech alone" },
        { key: "kappa", label: "kappa of the evidence [95 %]", digits: 2 },
        { key: "accuracy", label: `${reader}, ${arm}, on these [95 %]`, digits: 3 },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        "agrees: the writer's choice and no other. another, several, none: what it holds for right. unread: its reply could not be used. It was told neither the answer nor the writer's lines.",
        "Told by speech alone: neither the writer nor the verifier names a line of chat. The accuracy is that of these questions; in the row of agrees it is the study's estimate on questions that two models agree on.",
        "Kappa of the evidence: Cohen's, of the labels CHAT, SPEECH, BOTH and NONE that the writer's lines and the verifier's lines give a question, where the verifier's reply could be used; BCa bootstrap over videos, too narrow below about 20 of them.",
        ...study.notes,
      ],
    });
  },
};

/** The source of a question's evidence by the writer's lines, and by the verifier's. */
function labelsOf({ evidence, verified }: Question): RatedPair {
  return [evidenceOf({ evidence }), evidenceOf({ evidence: verified!.evidence })];
}

const videoOf = ({ chunk: { video } }: Question) => `${video.platform}/${video.id}`;
