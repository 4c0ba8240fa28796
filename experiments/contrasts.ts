import { seededRandom } from "#lib/effects/index.ts";
import { studyStamp } from "#lib/qa/index.ts";
import { type Artefact, fixed, type Row, renderTable } from "#lib/report/index.ts";
import { detectableDifference, holm, mcnemar, pairedDifference, signFlipTest } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import { firstAnswers } from "./firstAnswers.ts";
import { pairItems } from "./pairItems.ts";
import type { Experiment } from "./studyResults.ts";

/** The primary contrast of the study for every reader: the same questions under two arms. */
export const contrasts: Experiment = {
  name: "contrasts",
  run(results): Artefact[] {
    const { study, frame } = results;
    const rows: Row[] = [];
    for (const reader of study.readers)
      for (const against of study.primary.against) {
        const pairs = pairItems(results, {
          reader,
          first: study.primary.arm,
          second: against,
          evidence: study.primary.evidence,
        });
        const one = firstAnswers(results, reader, study.primary.arm);
        const other = firstAnswers(results, reader, against);
        const once = pairs.map(({ question }) => [one.get(question) ?? null, other.get(question) ?? null]);
        const count = (a: boolean, b: boolean) => once.filter(([x, y]) => x === a && y === b).length;
        const differences = byVideo(pairs, (pair) => pair.first - pair.second);
        const random = seededRandom(`${study.seed}|contrast|${reader}|${against}`);
        rows.push({
          values: {
            reader,
            contrast: `${study.primary.arm} - ${against}`,
            primary: reader === study.primary.reader ? "primary" : "",
            stamp: reader === study.primary.reader ? studyStamp(study, frame) : "exploratory",
            n: pairs.length,
            videos: differences.length,
            difference: pairedDifference(differences),
            p: signFlipTest(differences, random.next).p,
            mcnemar: mcnemar(count(true, false), count(false, true)),
            detectable: detectableDifference(differences),
          },
          sources: pairs.map((pair, i) => ({ ...pair, once: once[i] })),
        });
      }
    adjust(rows);
    return renderTable({
      name: "contrasts",
      title: `${study.primary.arm} against ${study.primary.against.join(" and ")}: ${study.title}`,
      keys: ["reader", "contrast"],
      columns: [
        { key: "reader", label: "reader" },
        { key: "contrast", label: "contrast" },
        { key: "primary", label: "role" },
        { key: "stamp", label: "stamp" },
        { key: "n", label: "questions" },
        { key: "videos", label: "videos" },
        { key: "difference", label: "difference [95 %]", digits: 3 },
        { key: "p", label: "p, videos flipped", digits: 4 },
        { key: "holm", label: "p, Holm", digits: 4 },
        { key: "mcnemar", label: "p, McNemar", digits: 4 },
        { key: "detectable", label: "detectable at 80 %", digits: 3 },
      ],
      rows,
      // A table with a confirmatory row says so in that row alone.
      ...(studyStamp(study, frame) === "exploratory" ? { stamp: "exploratory" as const } : {}),
      notes: [
        `Questions: ${study.primary.kind === "any" ? "both kinds" : study.primary.kind}; evidence: ${study.primary.evidence} (spoken: what was said, whether or not chat says it too). Only questions scored under both arms.`,
        "Confirmatory is only the contrast of the role primary, in a study that was locked before its first answer.",
        "Differences pair the same question; the interval is t on G - 1 degrees of freedom, G videos.",
        "p, videos flipped: permutation test that flips the sign of a whole video. Holm: adjusted over all rows of this table. McNemar's exact test takes one answer a question, the first draw in the written order of choices, and treats questions as independent: it is here for comparison with the literature.",
        "Detectable at 80 %: the smallest true difference that a study with this many videos and this spread finds four times in five.",
        ...study.notes,
      ],
    });
  },
};

function adjust(rows: Row[]): void {
  const tested = rows.filter((row) => typeof row.values.p === "number");
  holm(tested.map((row) => row.values.p as number)).forEach((p, i) => {
    tested[i]!.values.holm = Number(fixed(p, 6));
  });
}
