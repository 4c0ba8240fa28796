import { seededRandom } from "#lib/effects/index.ts";
import { type Artefact, fixed, type Row, renderTable } from "#lib/report/index.ts";
import { benjaminiHochberg, holm, pairedDifference, signFlipTest } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import { pairItems } from "./pairItems.ts";
import type { Experiment } from "./studyResults.ts";

/** All pairs of arms of the primary reader, with two adjustments for their number side by side. */
export const comparisons: Experiment = {
  name: "comparisons",
  run(results): Artefact[] {
    const { study } = results;
    const { reader, evidence } = study.primary;
    const pairsOfArms = study.arms.flatMap((first, i) => study.arms.slice(i + 1).map((second) => ({ first, second })));
    const rows: Row[] = pairsOfArms.flatMap(({ first, second }) => {
      const pairs = pairItems(results, { reader, first, second, evidence });
      if (pairs.length === 0) return [];
      const differences = byVideo(pairs, (pair) => pair.first - pair.second);
      const random = seededRandom(`${study.seed}|comparison|${first}|${second}`);
      const values = {
        contrast: `${first} - ${second}`,
        n: pairs.length,
        videos: differences.length,
        difference: pairedDifference(differences),
        p: signFlipTest(differences, random.next).p,
      };
      return [{ values, sources: pairs }];
    });
    const plain = rows.map(({ values }) => values.p as number);
    const [byHolm, byRate] = [holm(plain), benjaminiHochberg(plain)];
    rows.forEach(({ values }, i) => {
      values.holm = Number(fixed(byHolm[i]!, 6));
      values.rate = Number(fixed(byRate[i]!, 6));
      values.found = [plain, byHolm, byRate].map((p) => (p[i]! <= 0.05 ? "yes" : "no")).join(", ");
    });
    const found = (p: readonly number[]) => p.filter((each) => each <= 0.05).length;
    return renderTable({
      name: "comparisons",
      title: `All pairs of arms, ${reader}: ${study.title}`,
      keys: ["contrast"],
      columns: [
        { key: "contrast", label: "contrast" },
        { key: "n", label: "questions" },
        { key: "videos", label: "videos" },
        { key: "difference", label: "difference [95 %]", digits: 3 },
        { key: "p", label: "p, videos flipped", digits: 4 },
        { key: "holm", label: "p, Holm", digits: 4 },
        { key: "rate", label: "p, Benjamini-Hochberg", digits: 4 },
        { key: "found", label: "at 0.05: plain, Holm, BH" },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        `Evidence: ${evidence}; only questions scored under both arms. Pairs in which an arm shows this reader nothing of its own are left out. p: permutation test that flips the sign of a whole video.`,
        `${rows.length} tests: without any adjustment ${found(plain)} are at most 0.05, after Holm's (1979, Scand J Statist 6:65) ${found(byHolm)}, after Benjamini and Hochberg's (1995, JRSS B 57:289) ${found(byRate)}. With as many tests and no true difference, ${fixed(rows.length * 0.05, 1)} would be expected.`,
        "Holm keeps the probability of even one false finding among them at 5 %: take it for claims. Benjamini and Hochberg keep the expected share of false ones among the findings at 5 %: take it to choose what to look at next. The second assumes tests that do not work against one another; these share arms and questions.",
        "Intervals are of one contrast each and are not adjusted. Which contrast the study is about was declared before, in the table of contrasts; the others here are exploratory. With G videos a p-value can be no smaller than 2 / 2^G: with few of them nothing can survive an adjustment.",
        ...study.notes,
      ],
    });
  },
};
