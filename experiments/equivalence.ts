import { seededRandom } from "#lib/effects/index.ts";
import type { Arm, EvidenceScope } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { type Clusters, pairedDifference, signFlipTest, equivalence as withinMargin } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import { pairItems } from "./pairItems.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

/** What still counts as no difference, in units of accuracy: a strict margin and a lenient one, set before any data. */
const margins = [0.05, 0.1] as const;

/** Where no difference was found: whether it was shown that there is none to speak of, or whether the study cannot tell. */
export const equivalence: Experiment = {
  name: "equivalence",
  run(results): Artefact[] {
    const { study, items } = results;
    const scopes = (["spoken", "SPEECH", "BOTH", "CHAT", "any"] as const).filter(
      (scope) =>
        scope === study.primary.evidence || (scope !== "any" && items.some(({ evidence }) => evidence === scope)),
    );
    const against = [...study.primary.against];
    if (study.arms.includes("combined") && ![...against, study.primary.arm].includes("combined"))
      against.push("combined");
    const rows: Row[] = [];
    for (const evidence of scopes)
      for (const reader of study.readers)
        for (const second of against) rows.push(...rowOf(results, { evidence, reader, second }));
    return renderTable({
      name: "equivalence",
      title: `Is ${study.primary.arm} as good as the other arms: ${study.title}`,
      keys: ["evidence", "reader", "contrast"],
      columns: [
        { key: "evidence", label: "evidence" },
        { key: "reader", label: "reader" },
        { key: "contrast", label: "contrast" },
        { key: "n", label: "questions" },
        { key: "videos", label: "videos" },
        { key: "difference", label: "difference [90 %]", digits: 3 },
        { key: "p", label: "p, a difference", digits: 4 },
        ...margins.map((margin) => ({ key: `within${margin * 100}`, label: `p, within ${margin}`, digits: 4 })),
        { key: "verdict", label: "verdict" },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        "No difference found is not no difference. Within a margin: two one-sided tests that the true difference lies between -margin and +margin, t with G - 1 over videos (Schuirmann 1987, J Pharmacokinet Biopharm 15:657); p at most 0.05 is the same as the 90 % interval lying inside the margins. p, a difference: the permutation test of the table of contrasts.",
        `Margins of ${margins.join(" and ")} of accuracy are conventions of this table, not of the subject: choose and declare your own before the data are there.`,
        "Verdict: different (p of a difference at most 0.05); equivalent, within the smallest margin that holds; different but equivalent, which is real and too small to matter; or undecided: the study is too small to tell, and to write that there is no difference would be wrong. Identical: every question was scored the same under both arms, as by a reader that looks at no body, so that no test has anything to go on.",
        "The tests of this table are not adjusted for their number; take one row that was chosen beforehand, or adjust.",
        `Shown: the primary reader, ${study.primary.reader}, and others where no difference was found and scores are not identical.`,
        ...study.notes,
      ],
    });
  },
};

function rowOf(results: StudyResults, wanted: { evidence: EvidenceScope; reader: string; second: Arm }): Row[] {
  const { study } = results;
  const { evidence, reader, second } = wanted;
  const pairs = pairItems(results, { evidence, reader, first: study.primary.arm, second });
  if (pairs.length === 0) return [];
  const differences = byVideo(pairs, (pair) => pair.first - pair.second);
  const random = seededRandom(`${study.seed}|equivalence|${evidence}|${reader}|${second}`);
  const { p } = signFlipTest(differences, random.next);
  const tests = margins.map((margin) => ({ margin, ...withinMargin(differences, margin) }));
  const values = {
    evidence,
    reader,
    contrast: `${study.primary.arm} - ${second}`,
    n: pairs.length,
    videos: differences.length,
    difference: pairedDifference(differences, 0.9),
    p,
    ...Object.fromEntries(tests.map(({ margin, p }) => [`within${margin * 100}`, p])),
    verdict: verdictOf(differences, p, tests),
  };
  const told = values.verdict === "identical" || (p !== null && p <= 0.05);
  return [{ values, sources: pairs, aside: reader !== study.primary.reader && told }];
}

function verdictOf(
  differences: Clusters,
  p: number | null,
  tests: readonly { margin: number; equivalent: boolean; reason?: string }[],
): string {
  if (differences.flat().every((difference) => difference === 0)) return "identical";
  const within = tests.find(({ equivalent }) => equivalent);
  const different = p !== null && p <= 0.05;
  if (within) return `${different ? "different, but " : ""}equivalent within ${within.margin}`;
  return different ? "different" : (tests[0]!.reason ?? "undecided");
}
