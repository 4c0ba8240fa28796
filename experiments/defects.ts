import { auditResult, defects as codebook } from "#lib/qa/index.ts";
import { type Artefact, fixed, renderTable } from "#lib/report/index.ts";
import { clusteredLogit } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import type { Experiment } from "./studyResults.ts";

/** What coders found wrong with a sample of the questions, by type; nothing for a study without sheets. */
export const defects: Experiment = {
  name: "defects",
  run({ study, sheets, questions }): Artefact[] {
    if (sheets.length === 0) return [];
    const { rates, agreement } = auditResult(sheets);
    const videos = new Map(questions.map(({ id, chunk }) => [id, `${chunk.video.platform}/${chunk.video.id}`]));
    const coded = [...sheets[0]!.codes.keys()].map((id) => ({ id, video: videos.get(id)! }));
    const share = (id: string, defect: (typeof rates)[number]["defect"]) => {
      const found = sheets.map(({ codes }) => codes.get(id)!).filter((own) => own.some((code) => isOf(code, defect)));
      return found.length / sheets.length;
    };
    const codes = sheets.map(({ coder, codes }) => [coder, [...codes]]);
    const agreed = agreement && [
      `Two coders, on the same questions, without seeing each other's codes. Any defect or none: they agree on ${percent(agreement.anyDefect.observed)} of them, Cohen's kappa ${kappa(agreement.anyDefect.kappa)}. Main code: ${percent(agreement.mainCode.observed)}, kappa ${kappa(agreement.mainCode.kappa)}.`,
    ];
    return renderTable({
      name: "defects",
      title: `Defects of the questions, by reading them: ${study.title}`,
      keys: ["defect"],
      columns: [
        { key: "defect", label: "defect" },
        { key: "meaning", label: "what it means" },
        { key: "questions", label: "questions", digits: 1 },
        { key: "n", label: "of" },
        { key: "videos", label: "videos" },
        { key: "rate", label: "rate [95 %]", digits: 3 },
      ],
      rows: rates.map(({ defect, questions, n }) => {
        const rate = clusteredLogit(byVideo(coded, ({ id }) => share(id, defect)));
        const meaning = defect === "any" ? "one of those below, or several" : codebook[defect];
        return { values: { defect, meaning, questions, n, videos: rate.clusters, rate }, sources: codes };
      }),
      notes: [
        ...(agreed ?? ["One coder."]),
        "Where one of two coders saw a defect it counts as half a question. Intervals: log odds, jackknife over videos, for a random sample of the questions.",
        ...study.notes,
      ],
    });
  },
};

function isOf(code: string, defect: string): boolean {
  return defect === "any" ? code !== "none" : code === defect;
}

const percent = (share: number | null) => (share === null ? "–" : `${fixed(100 * share)} %`);
const kappa = (value: number | null) => (value === null ? "–" : fixed(value, 2));
