import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { accuracyOf } from "./accuracy.ts";
import { hasEvidence } from "./hasEvidence.ts";
import type { Experiment } from "./studyResults.ts";

/** Accuracy by where a question's evidence lies: the chat arm on speech-evidenced questions is the study's estimate. */
export const evidence: Experiment = {
  name: "evidence",
  run({ study, items }): Artefact[] {
    const rows: Row[] = [];
    for (const scope of ["spoken", "SPEECH", "BOTH", "CHAT"] as const)
      for (const arm of study.arms)
        for (const reader of study.readers) {
          const chosen = items.filter((i) => hasEvidence(scope, i.evidence) && i.arm === arm && i.reader === reader);
          if (chosen.length === 0) continue;
          const estimate = accuracyOf(chosen);
          rows.push({
            values: { evidence: scope, arm, reader, ...estimate },
            sources: chosen,
            aside: estimate.n === 0 || reader !== study.primary.reader,
          });
        }
    return renderTable({
      name: "evidence",
      title: `Accuracy by where the evidence lies: ${study.title}`,
      keys: ["evidence", "arm", "reader"],
      columns: [
        { key: "evidence", label: "evidence" },
        { key: "arm", label: "arm" },
        { key: "reader", label: "reader" },
        { key: "n", label: "questions" },
        { key: "videos", label: "videos" },
        { key: "accuracy", label: "accuracy [95 %]", digits: 3 },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        `Shown: the study's primary reader, ${study.primary.reader}. Intervals: log odds, jackknife over videos.`,
        "SPEECH: the evidence lines of the question are speech alone; CHAT: chat alone; BOTH: lines of either. spoken is SPEECH and BOTH: what was said, whether or not chat says it too. Under SPEECH alone chat holds no line of the evidence, so what is found there is found by other words.",
        ...study.notes,
      ],
    });
  },
};
