import { seededRandom } from "#lib/effects/index.ts";
import type { ScoredItem } from "#lib/qa/index.ts";
import { type Artefact, type Figure, type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import { clusteredVariance, informationRecovered as recovered, type ThreeArms } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import { hasEvidence } from "./hasEvidence.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

interface Asked extends ThreeArms {
  question: string;
  video: string;
  arms: readonly ["chat", "none", "combined"];
  reader: string;
}

/** How much of what both sources tell a reader chat alone tells; nothing for a study without the three arms. */
export const informationRecovered: Experiment = {
  name: "informationRecovered",
  run(results): Artefact[] {
    const { study } = results;
    if (!(["chat", "none", "combined"] as const).every((arm) => study.arms.includes(arm))) return [];
    const rows: Row[] = [];
    const points: Figure["points"][number][] = [];
    for (const { by, group, holds } of groupsOf(results))
      for (const reader of study.readers) {
        const asked = threeArms(results.items, reader, holds);
        const clusters = byVideo(asked, (item) => item);
        // One seed for all rows, so that the same questions always have the same interval.
        const random = seededRandom(`${study.seed}|recovered`);
        const { fieller, bootstrap } = recovered(clusters, random.next);
        rows.push({
          values: {
            by,
            group,
            reader,
            n: asked.length,
            videos: clusters.length,
            gain: meanOf(clusters, (item) => item.chat - item.none),
            gap: meanOf(clusters, (item) => item.combined - item.none),
            fieller,
            bootstrap,
            reason: fieller.reason ?? bootstrap.reason ?? "",
          },
          sources: asked,
          aside: by !== "all" && reader !== study.primary.reader,
        });
        points.push({ x: by === "all" ? "all" : `${by}: ${group}`, series: reader, estimate: fieller });
      }
    const scope = `Questions of evidence ${study.primary.evidence}, except where the row is about evidence.`;
    return [
      ...renderTable({
        name: "informationRecovered",
        title: `Share of the information that chat alone recovers: ${study.title}`,
        keys: ["by", "group", "reader"],
        columns: [
          { key: "by", label: "by" },
          { key: "group", label: "group" },
          { key: "reader", label: "reader" },
          { key: "n", label: "questions" },
          { key: "videos", label: "videos" },
          { key: "gain", label: "chat - none", digits: 3 },
          { key: "gap", label: "combined - none", digits: 3 },
          { key: "fieller", label: "recovered [95 %, Fieller]", digits: 3 },
          { key: "bootstrap", label: "[95 %, bootstrap]", digits: 3 },
          { key: "reason", label: "why a bound is missing" },
        ],
        rows,
        stamp: "exploratory",
        notes: [
          "Recovered: (chat - none) / (combined - none), of what chat and speech together add to a guess the share that chat alone adds (the performance gap recovered of Burns et al. 2023, arXiv:2312.09390). 0: chat tells nothing; 1: as much as both. It is not cut there: below 0 chat misleads, above 1 speech gets in the way.",
          `${scope} Only questions scored under all three arms.`,
          "Fieller: a ratio's interval from the means of the same questions, t with G - 1 over videos (Fieller 1954, JRSS B 16:175). Bootstrap: BCa over videos, 9,999 resamples. Where the interval of combined - none holds 0 there is nothing to recover, so no ratio. Below some twenty videos the bootstrap is too narrow; of four or fewer it is shown and should not be quoted.",
          "It says what this reader takes from chat, not what chat holds: a better reader may recover more. Readers are not ranked by it, since each has a denominator of its own; and groups are compared by overlap at most, since no test here compares them.",
          ...study.notes,
        ],
      }),
      ...renderFigure({
        name: "informationRecovered",
        title: `Share of the information that chat alone recovers: ${study.title}`,
        xLabel: "questions",
        yLabel: "(chat - none) / (combined - none)",
        shape: "rows",
        points: points.filter(({ estimate }) => estimate.value !== null),
        reference: { value: 1, label: "as much as both" },
        notes: [
          `Fieller's 95 % intervals over videos. 0: chat adds nothing to a guess. Where both together add nothing there is no ratio to draw. ${scope}`,
          ...study.notes,
        ],
      }),
    ];
  },
};

interface Group {
  by: string;
  group: string;
  holds(item: ScoredItem): boolean;
}

/** All questions of the primary contrast's evidence, their parts by kind, platform and language, and each scope of evidence. */
function groupsOf({ study, items, questions }: StudyResults): Group[] {
  const languages = new Map(questions.map(({ id, language }) => [id, language]));
  const { evidence } = study.primary;
  const parts = (by: string, named: (item: ScoredItem) => string): Group[] =>
    [...new Set(items.map(named))].sort().map((group) => ({
      by,
      group,
      holds: (item) => hasEvidence(evidence, item.evidence) && named(item) === group,
    }));
  const scopes = (["spoken", "SPEECH", "BOTH", "CHAT"] as const).map((scope) => ({
    by: "evidence",
    group: scope,
    holds: (item: ScoredItem) => hasEvidence(scope, item.evidence),
  }));
  return [
    { by: "all", group: "all", holds: (item) => hasEvidence(evidence, item.evidence) },
    ...parts("kind", ({ kind }) => kind),
    ...parts("platform", ({ platform }) => platform),
    ...parts("language", ({ question }) => languages.get(question)!),
    ...scopes.filter(({ group, holds }) => group !== evidence && items.some(holds)),
  ];
}

function threeArms(items: readonly ScoredItem[], reader: string, holds: Group["holds"]): Asked[] {
  const own = items.filter((item) => item.reader === reader && item.score !== null && holds(item));
  const scores = (arm: string) =>
    new Map(own.filter((item) => item.arm === arm).map(({ question, score }) => [question, score!]));
  const [none, combined] = [scores("none"), scores("combined")];
  return own
    .filter(({ arm, question }) => arm === "chat" && none.has(question) && combined.has(question))
    .map(({ question, video, score }) => ({
      question,
      video,
      arms: ["chat", "none", "combined"],
      reader,
      chat: score!,
      none: none.get(question)!,
      combined: combined.get(question)!,
    }));
}

function meanOf(clusters: readonly (readonly Asked[])[], value: (item: Asked) => number): number | null {
  return clusteredVariance(clusters.map((items) => items.map(value)))?.mean ?? null;
}
